package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.diagnostics.Redaction;
import dev.ironclaw.contract.api.HealthView;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.ProviderView.Pause;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.provider.ProviderFacts;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import dev.ironclaw.desktop.testing.Statuses;
import dev.ironclaw.desktop.vault.VaultFacts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;

/// Each part of the settings.
public final class SettingsSamples {
  private static final Path NOWHERE = Path.of("/nonexistent/ironclaw");

  private SettingsSamples() {}

  public static List<Sample> all() {
    return List.of(sample("general", 0), sample("security", 1), sample("second-factor", 1, "settings-step-up-enroll"),
        sample("question", 1, "settings-key-rotate"), sample("isolation-weaker", 0, "settings-isolation-weaker"),
        sample("models-tested", 2, "providers-test"), choosing("models-local", 3), sample("vault", 3),
        sample("tokens", 4),
        sample("token-once", 4, "settings-token-create"), sample("data", 5), sample("control-plane", 6),
        sample("diagnostics", 7, "settings-diagnostics-collect"));
  }

  /// The same screen in states that differ in words alone: worth a picture, not a hundred visits.
  public static List<Sample> more() {
    return List.of(isolation(), sample("models", 2), choosing("models-refused", 1, "providers-test"),
        choosing("models-new", 2),
        sample("models-remove", 2, "providers-remove"), sample("vault-rotate", 3, "vault-rotate"),
        sample("vault-lend", 3, "vault-lend"));
  }

  private static Sample sample(String name, int tab, String... pressed) {
    return new Sample("settings-" + name, SettingsSamples::screen, view -> {
      ((TabPane) view.lookup(".tab-pane")).getSelectionModel().select(tab);
      view.applyCss();
      view.layout();
      for (String id : pressed) {
        press(view, id);
      }
    });
  }

  /// Scrolled to what isolates agents.
  private static Sample isolation() {
    Sample general = sample("isolation", 0);
    return new Sample(general.name(), general.screen(), view -> {
      general.arrange().accept(view);
      if (view.lookup(".page") instanceof ScrollPane page) {
        page.setVvalue(1);
      }
    });
  }

  private static Sample choosing(String name, int provider, String... pressed) {
    Sample models = sample(name, 2);
    return new Sample(models.name(), models.screen(), view -> {
      models.arrange().accept(view);
      if (view.lookup("#providers-list") instanceof ListView<?> list) {
        list.getSelectionModel().select(provider);
      }
      view.applyCss();
      view.layout();
      for (String id : pressed) {
        press(view, id);
      }
    });
  }

  private static void press(Parent view, String id) {
    if (view.lookup("#settings-token-name") instanceof javafx.scene.control.TextField name) {
      name.setText("phone");
    }
    if (view.lookup("#" + id) instanceof ButtonBase button) {
      button.fire();
    }
  }

  private static Screen screen(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/step-up", new StepUpView("local", Optional.empty(), false, Optional.empty()));
    desk.controlPlane().answer("POST /v1/step-up/enroll", new StepUpEnrolled("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        "otpauth://totp/IronClaw:local?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=IronClaw"));
    ProviderFacts.some(desk.controlPlane(), new Pause(Optional.of("house-keeper"), "2026-11-21T10:02:30Z"));
    desk.controlPlane().answer("GET /v1/vault/credentials", VaultFacts.some());
    desk.controlPlane().answer("GET /v1/policy", new PolicyView(Map.of(),
        List.of("Everything red needs a one-time code.", "Mounts are approved by two people.",
            "A request that nobody answers within 4 hours is denied."),
        Optional.of("local"), Optional.of("chg_1"), Optional.empty(),
        List.of("nobody can approve mounts: two people are needed, and there is one")));
    desk.controlPlane().answer("GET /v1/key", new MasterKeyView("mk_7d1f", "file",
        "KEY BESIDE THE DATA: whoever reads the state folder can read everything in it", 1));
    desk.controlPlane().answer("GET /v1/tokens", List.of(token("laptop", "active", List.of("admin", "approve")),
        token("watch", "active", List.of("read")), token("old-phone", "revoked", List.of("chat", "read"))));
    desk.controlPlane().answer("POST /v1/tokens", new TokenCreated(token("phone", "active", List.of("read")),
        "ict_q7Zt3mVx0pL9aKs2bWn8cRy4dUe6fHi1gJo5lMqTzXw"));
    desk.controlPlane().answer("GET /v1/retired", List.of(new RetiredView("gardener", "Gardener", "gardener",
        "2026-11-19T10:00:00Z", "2026-12-19T10:00:00Z", false)));
    desk.controlPlane().answer("GET /v1/config", List.of(
        new SettingView("accept-unenforced-limits", "false", "default"),
        new SettingView("api-addr", "127.0.0.1:8787", "default"), new SettingView("change-expiry", "14400", "flag"),
        new SettingView("idle-after", "300", "default"), new SettingView("keep-retired", "30", "default"),
        new SettingView("model-proxy-rps", "4", "default"), new SettingView("pool-size", "1", "flag"),
        new SettingView("runtime", "runsc", "environment"),
        new SettingView("state-dir", "/home/ada/.local/share/ironclaw", "environment"),
        new SettingView("workspace-mib", "1024", "default")));
    desk.controlPlane().answer("GET /v1/status", Statuses.status(Statuses.sealed(), Optional.empty()));
    desk.controlPlane().answer("GET /healthz", new HealthView("ok", "0.1.0"));
    desk.controlPlane().answer("GET /readyz", new ReadyView("ready", Optional.empty()));
    desk.controlPlane().answer("GET /v1/audit?limit=2000", List.of());
    return SettingsView.screen(new SettingsView.Machine(new PreferenceStore(NOWHERE, Runnable::run), Optional.empty(),
        sources(), Optional.of(new IsolationViewModel.Given(Optional.of("docker"), false))), navigation, Desk.TEXTS,
        _ -> {});
  }

  static TokenView token(String name, String state, List<String> scopes) {
    return new TokenView("tok_" + "%016x".formatted(name.hashCode()), name, scopes, state, "2026-11-20T08:00:00Z",
        "local", Optional.of("2026-12-20T08:00:00Z"), Optional.of("2026-11-21T09:12:00Z"), Optional.empty());
  }

  private static DiagnosticsViewModel.Sources sources() {
    Map<String, String> facts = new LinkedHashMap<>(Map.of("app", "0.1.0", "system", "Debian GNU/Linux 12 (bookworm)",
        "memory", "15872 MiB, 9120 MiB free", "processors", "8"));
    return new DiagnosticsViewModel.Sources(() -> facts, Optional.of(NOWHERE),
        Path.of("/home/ada/.local/share/ironclaw/desktop/app.log"),
        new Redaction(List.of(), "/home/ada", List.of("ada")));
  }
}
