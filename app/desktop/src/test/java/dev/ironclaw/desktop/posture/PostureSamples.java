package dev.ironclaw.desktop.posture;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import dev.ironclaw.desktop.testing.Statuses;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.TabPane;

/// Posture, sealed and weaker.
public final class PostureSamples {
  private PostureSamples() {}

  public static List<Sample> all() {
    return List.of(
        sample("good", Statuses.sealed(), Optional.of(Statuses.selftest(List.of(), List.of())), 0),
        sample("weaker", Statuses.rootless(false),
            Optional.of(Statuses.selftest(List.of("write-dev", "memory-limit"), List.of("write-dev", "memory-limit"))),
            0),
        sample("degraded", Statuses.degraded(false), Optional.empty(), 0),
        sample("framed", Statuses.degraded(true), Optional.empty(), 0),
        sample("none", Statuses.process(), Optional.empty(), 0),
        sample("boxes", Statuses.sealed(), Optional.of(Statuses.selftest(List.of(), List.of())), 1),
        sample("test", Statuses.rootless(true),
            Optional.of(Statuses.selftest(List.of("host-udp", "write-dev"), List.of("write-dev"))), 2));
  }

  private static Sample sample(String name, RuntimeView runtime, Optional<SelftestRunView> run, int tab) {
    return new Sample("posture-" + name, (desk, _) -> screen(desk, Statuses.status(runtime, run)),
        view -> {
          ((TabPane) view.lookup(".tab-pane")).getSelectionModel().select(tab);
          banner(view, runtime);
        });
  }

  private static Screen screen(Desk desk, StatusView status) {
    desk.controlPlane().answer("GET /v1/status", status);
    desk.controlPlane().answer("GET /v1/ui/agents",
        List.of(agent("researcher", "Researcher"), agent("householder", "Householder")));
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of(mount("researcher")));
    return PostureView.screen(Desk.TEXTS);
  }

  private static AgentView agent(String id, String name) {
    return new AgentView(id, 3, name, id, "mock", "mock-1", new AgentView.PersonaView("", "", ""), List.of(), 1);
  }

  static GrantView mount(String agent) {
    return new GrantView("gr_00000000000000a1", "chg_1", agent, "mount", "documents", "without limit",
        Optional.empty(), Optional.empty(), Optional.empty(), "2026-11-20T10:00:00Z", "local", 0, Optional.empty(),
        false, Optional.empty(), Optional.empty());
  }

  /// As the app shows it above every screen; once.
  private static void banner(Parent view, RuntimeView runtime) {
    if (view instanceof MainWindow window && view.lookup("#isolation-banner") == null) {
      try (Desk desk = new Desk()) {
        desk.controlPlane().answer("GET /v1/status", Statuses.status(runtime, Optional.empty()));
        RuntimeViewModel model = new RuntimeViewModel(desk.backend(), Desk.TEXTS);
        model.start();
        window.announce(PostureView.banner(model, new Navigation(), Desk.TEXTS));
        model.stop();
      }
    }
  }
}
