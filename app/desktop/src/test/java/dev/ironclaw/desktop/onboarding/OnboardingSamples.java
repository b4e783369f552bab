package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.OnboardView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.agent.Agents;
import dev.ironclaw.desktop.provider.ProviderFacts;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;

/// Each step of the setup.
public final class OnboardingSamples {
  private OnboardingSamples() {}

  public static List<Sample> all() {
    return List.of(new Sample("onboarding-machine", OnboardingSamples::screen),
        new Sample("onboarding-model", OnboardingSamples::screen, view -> steps(view, 1)),
        new Sample("onboarding-model-refused", OnboardingSamples::refused, view -> {
          steps(view, 1);
          press(view, "providers-use");
        }),
        new Sample("onboarding-connect", OnboardingSamples::screen, view -> {
          steps(view, 1);
          press(view, "onboarding-model-connect");
        }),
        new Sample("onboarding-agent", OnboardingSamples::screen, view -> steps(view, 2)),
        new Sample("onboarding-card", OnboardingSamples::screen, view -> {
          steps(view, 2);
          press(view, "onboarding-review");
        }),
        new Sample("onboarding-hello", OnboardingSamples::answered, view -> {
          steps(view, 3);
          press(view, "onboarding-send");
        }));
  }

  static StatusView status(RuntimeView runtime) {
    return new StatusView("0.1.0", "2026-11-21T09:59:00Z", 60, Optional.empty(), "/home/ada/.local/share/ironclaw",
        "25.0.3", runtime, List.of(), 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static RuntimeView gvisor(String... warnings) {
    return new RuntimeView("runsc", true, "release-20261103.0", "systrap", "rootless", List.of(warnings), List.of());
  }

  static void machine(FakeControlPlane controlPlane, RuntimeView runtime, String keySource) {
    controlPlane.answer("GET /v1/status", status(runtime));
    controlPlane.answer("GET /v1/key",
        new MasterKeyView("mk_1", keySource, keySource.equals("file")
            ? "KEY BESIDE THE DATA: whoever copies the state folder has both"
            : "in the keychain of this user (Secret Service); not in the state folder", 1));
    controlPlane.answer("GET /v1/ui/onboard", new OnboardView(List.of(), false));
  }

  private static Screen screen(Desk desk, Navigation navigation) {
    ProviderFacts.some(desk.controlPlane());
    machine(desk.controlPlane(), gvisor("limits not enforced: rootless runsc sets no cgroup, and this user has no "
        + "systemd scope; a box may use all memory and processors"), "file");
    Agents.catalog(desk.controlPlane());
    desk.controlPlane().answer("GET /v1/ui/models", List.of(
        new ModelChoiceView("anthropic", Optional.of("claude-opus-4-8")),
        new ModelChoiceView("mock", Optional.of("mock-1")), new ModelChoiceView("openai", Optional.of("gpt-4o"))));
    return open(desk, navigation);
  }

  private static Screen refused(Desk desk, Navigation navigation) {
    desk.controlPlane().refuse("POST /v1/providers/local", 400, "INVALID_REQUEST",
        "set up local: http://127.0.0.1:11434 does not answer; start the model server and try again");
    return screen(desk, navigation);
  }

  private static Screen open(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.making("chg_000031", "helper", "Helper"));
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000031", "applied"));
    navigation.go(OnboardingView.ID);
    return OnboardingView.screen(navigation, new SimpleObjectProperty<>(Optional.of(true)), Optional.empty(),
        Desk.TEXTS, _ -> {});
  }

  private static Screen answered(Desk desk, Navigation navigation) {
    ProviderFacts.some(desk.controlPlane());
    machine(desk.controlPlane(), gvisor(), "keychain");
    Agents.catalog(desk.controlPlane(), Agents.assistant());
    desk.controlPlane().answer("POST /v1/ui/chat/send",
        new ChatSendResult(Optional.of("sess_1"), "msg_1", true, List.of()));
    desk.controlPlane().answer("GET /v1/ui/chat/helper/messages?limit=50&newest=true&include=all",
        new MessagesView(Optional.of("sess_1"), List.of(
            new MessageView("msg_1", "sess_1", Optional.empty(), "Hello, who are you?", "2026-11-21T10:00:00Z",
                "user", Optional.empty(), Optional.empty()),
            new MessageView("out_msg_1", "sess_1", Optional.empty(),
                "I am Helper, a personal assistant. I work for the people who talk to me here. What can I do for you?",
                "2026-11-21T10:00:01Z", "agent", Optional.of("msg_1"), Optional.empty()))));
    return open(desk, navigation);
  }

  private static void steps(Parent view, int many) {
    for (int i = 0; i < many; i++) {
      Node hello = view.lookup("#onboarding-send");
      if (hello == null) {
        press(view, "onboarding-next");
      }
    }
  }

  static void press(Parent view, String id) {
    Node found = view.lookup("#" + id);
    if (found instanceof Button button && !button.isDisabled() && found.getScene() != null) {
      button.fire();
      view.applyCss();
      view.layout();
    }
  }
}
