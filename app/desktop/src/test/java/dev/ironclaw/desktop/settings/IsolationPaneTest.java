package dev.ironclaw.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What isolates agents, as it is chosen in the settings.
class IsolationPaneTest {
  private static final IsolationViewModel.Given NOTHING = new IsolationViewModel.Given(Optional.empty(), false);

  @TempDir
  private Path folder = Path.of("");
  private final Questions questions = new Questions();
  private Optional<PreferenceStore> store = Optional.empty();

  @BeforeEach
  void open() {
    store = Optional.of(new PreferenceStore(folder, Runnable::run));
  }

  @AfterEach
  void close() {
    store.ifPresent(PreferenceStore::close);
  }

  private IsolationViewModel model(IsolationViewModel.Given given) {
    return new IsolationViewModel(store.orElseThrow(), given, questions, Desk.TEXTS);
  }

  private Isolation kept() {
    return store.orElseThrow().preferences().get().isolation();
  }

  @Test
  void whatIsChosenIsKept() throws Exception {
    Fx.on(() -> {
      IsolationPane pane = new IsolationPane(model(NOTHING), Desk.TEXTS);
      assertThat(radio(pane, "runsc").isSelected()).isTrue();
      radio(pane, "docker").fire();
      assertThat(kept()).isEqualTo(new Isolation(Isolation.By.ENGINE, false));
      radio(pane, "kata").fire();
      assertThat(kept().by()).isEqualTo(Isolation.By.KATA);
      radio(pane, "runsc").fire();
      assertThat(kept()).isEqualTo(Isolation.DEFAULT);
      return pane;
    });
  }

  private static RadioButton radio(IsolationPane pane, String word) {
    return (RadioButton) pane.lookup("#settings-isolation-" + word);
  }

  @Test
  void weakerIsolationTakesAYesByNameAndIsTakenBackAtOnce() throws Exception {
    Fx.on(() -> {
      IsolationPane pane = new IsolationPane(model(NOTHING), Desk.TEXTS);
      CheckBox weaker = (CheckBox) pane.lookup("#settings-isolation-weaker");
      weaker.fire();
      assertThat(weaker.isSelected()).as("before the answer").isFalse();
      questions.decline();
      assertThat(kept().acceptWeaker()).isFalse();
      weaker.fire();
      assertThat(questions.open().get().orElseThrow().words()).contains("share the kernel");
      questions.agree();
      assertThat(kept().acceptWeaker()).isTrue();
      assertThat(weaker.isSelected()).isTrue();
      weaker.fire();
      assertThat(questions.open().get()).isEmpty();
      assertThat(kept().acceptWeaker()).isFalse();
      return pane;
    });
  }

  @Test
  void saysWhatDoesNotCountNow() {
    assertThat(model(NOTHING).overruled()).isEmpty();
    assertThat(model(new IsolationViewModel.Given(Optional.of("docker"), true)).overruled())
        .contains("was told docker", "accepts it by its command line");
  }
}
