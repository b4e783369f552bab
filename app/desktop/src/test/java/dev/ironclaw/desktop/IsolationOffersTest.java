package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.posture.EnginePane;
import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.StartPane;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be chosen where nothing isolates agents: shown as buttons, and done after a yes alone.
class IsolationOffersTest {
  @TempDir
  private Path folder = Path.of("");
  private final Questions questions = new Questions();
  private final List<String> begun = new ArrayList<>();
  private final List<PreferenceStore> open = new ArrayList<>();

  private static IronclawException noRunsc() {
    return new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
        "start the runsc runtime: runsc is not installed");
  }

  private static IronclawException noEngine() {
    return new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
        "find a container engine: none answers");
  }

  private static IronclawException unsealed() {
    return new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
        "start the docker runtime: it has no sealed gVisor").in("--accept-degraded-isolation");
  }

  @AfterEach
  void close() {
    open.forEach(PreferenceStore::close);
  }

  /// A start that failed, on the UI thread.
  private final class Failed {
    private final PreferenceStore store = new PreferenceStore(folder, Runnable::run);
    private final StartPane pane = new StartPane(Desk.TEXTS);
    private final IsolationOffers offers;

    Failed(IronclawException why, Isolation kept, boolean linux, boolean chosen) {
      open.add(store);
      store.change(now -> now.withIsolation(kept));
      offers = new IsolationOffers(pane, questions, store, Desk.TEXTS, new IsolationOffers.Here(linux, chosen,
          () -> new EnginePane(EngineSetup.elsewhere(EngineSetup.DEFAULT_FILE), Desk.TEXTS)));
      var _ = new Scene(pane);
      offers.failed(why, () -> begun.add("again"));
    }

    List<String> buttons() {
      return labelled(pane).filter(Button.class::isInstance).filter(button -> button.getParent().isVisible())
          .map(button -> String.valueOf(button.getId())).filter(id -> id.startsWith("start-")).toList();
    }

    String words() {
      return String.join(" ", labelled(pane).map(Labeled::getText).toList());
    }

    void press(String id) {
      ((Button) pane.lookup("#" + id)).fire();
    }

    /// How the engine is given gVisor.
    boolean showsEngine() {
      pane.applyCss();
      pane.layout();
      return pane.lookup("#posture-engine-copy") != null;
    }

    Isolation kept() {
      return store.preferences().get().isolation();
    }
  }

  private static Stream<Labeled> labelled(Parent parent) {
    return parent.getChildrenUnmodifiable().stream().flatMap(node -> node instanceof Labeled words
        ? Stream.of(words)
        : node instanceof Parent inner ? labelled(inner) : Stream.empty());
  }

  @Test
  void anEngineIsOfferedWhereGvisorIsMissingAndTakenAfterAYesAlone() throws Exception {
    Fx.on(() -> {
      Failed start = new Failed(noRunsc(), Isolation.DEFAULT, true, false);
      assertThat(start.buttons()).containsExactly("start-offer", "start-again");
      assertThat(start.words()).contains("runsc is not installed");
      start.press("start-offer");
      assertThat(questions.open().get().orElseThrow().words()).contains("look into an agent's sandbox");
      questions.decline();
      assertThat(start.kept()).isEqualTo(Isolation.DEFAULT);
      assertThat(begun).isEmpty();
      start.press("start-offer");
      questions.agree();
      assertThat(start.kept()).isEqualTo(new Isolation(Isolation.By.ENGINE, false));
      assertThat(begun).containsExactly("again");
      return start;
    });
  }

  @Test
  void weakerIsolationIsAcceptedByItsOwnYesAlone() throws Exception {
    Fx.on(() -> {
      Failed start = new Failed(unsealed(), new Isolation(Isolation.By.ENGINE, false), true, false);
      assertThat(start.buttons()).containsExactly("start-weaker", "start-gvisor", "start-again");
      assertThat(start.showsEngine()).isTrue();
      start.press("start-weaker");
      assertThat(questions.open().get().orElseThrow().words()).contains("share the kernel", "way out",
          "container jobs");
      questions.decline();
      assertThat(start.kept().acceptWeaker()).isFalse();
      start.press("start-weaker");
      questions.agree();
      assertThat(start.kept()).isEqualTo(new Isolation(Isolation.By.ENGINE, true));
      assertThat(begun).containsExactly("again");
      return start;
    });
  }

  @Test
  void noButtonIsPressedByTheEnterKey() throws Exception {
    Fx.on(() -> {
      Failed start = new Failed(unsealed(), new Isolation(Isolation.By.ENGINE, false), true, false);
      assertThat(labelled(start.pane).filter(Button.class::isInstance).map(Button.class::cast))
          .noneMatch(Button::isDefaultButton);
      return start;
    });
  }

  @Test
  void thereIsAWayBackFromAnEngineThatIsNotThere() throws Exception {
    Fx.on(() -> {
      Failed start = new Failed(noEngine(), new Isolation(Isolation.By.ENGINE, true), true, false);
      assertThat(start.buttons()).containsExactly("start-gvisor", "start-again");
      start.press("start-gvisor");
      assertThat(start.kept()).isEqualTo(Isolation.DEFAULT);
      assertThat(begun).containsExactly("again");
      Failed kata = new Failed(noEngine(), new Isolation(Isolation.By.KATA, false), false, false);
      assertThat(kata.buttons()).containsExactly("start-offer", "start-again");
      return start;
    });
  }

  @Test
  void onAMacItSaysWhatRunsAgentsThere() throws Exception {
    Fx.on(() -> {
      Failed start = new Failed(noRunsc(), Isolation.DEFAULT, false, false);
      assertThat(start.words()).contains("needs Linux", "Docker Desktop").doesNotContain("is not installed");
      Failed unsealed = new Failed(unsealed(), new Isolation(Isolation.By.ENGINE, false), false, false);
      assertThat(unsealed.buttons()).containsExactly("start-weaker", "start-again");
      assertThat(unsealed.showsEngine()).isFalse();
      return start;
    });
  }

  @Test
  void nothingIsOfferedThatWouldNotCount() throws Exception {
    Fx.on(() -> {
      assertThat(new Failed(noRunsc(), Isolation.DEFAULT, true, true).buttons()).containsExactly("start-again");
      assertThat(new Failed(unsealed(), Isolation.DEFAULT, true, true).buttons())
          .containsExactly("start-weaker", "start-again");
      assertThat(new Failed(new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, "open state.db"),
          new Isolation(Isolation.By.ENGINE, false), true, false).buttons()).containsExactly("start-again");
      return Optional.empty();
    });
  }

  @Test
  void theNextWordsTakeTheOffersAway() throws Exception {
    Fx.on(() -> {
      Failed start = new Failed(unsealed(), new Isolation(Isolation.By.ENGINE, false), true, false);
      assertThat(start.showsEngine()).isTrue();
      start.pane.waits();
      assertThat(start.buttons()).isEmpty();
      assertThat(start.showsEngine()).isFalse();
      start.pane.failed("no");
      assertThat(start.buttons()).containsExactly("start-again");
      return start;
    });
  }
}
