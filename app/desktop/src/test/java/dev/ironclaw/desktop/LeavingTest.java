package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.ViewModel;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

/// Nothing that was written is lost by quitting.
class LeavingTest {
  private final List<String> done = new ArrayList<>();
  private final Questions questions = new Questions();

  private Leaving leaving(List<String> unsaved) {
    return new Leaving(() -> unsaved, () -> done.add("raised"), questions, Desk.TEXTS, () -> done.add("ended"));
  }

  @Test
  void endsAtOnceWhereNothingIsLost() {
    leaving(List.of()).quit();
    assertThat(done).containsExactly("ended");
  }

  @Test
  void asksWhereSomethingIsNotSent() {
    leaving(List.of("Chat", "Agents")).quit();
    assertThat(done).containsExactly("raised");
    assertThat(questions.open().get().orElseThrow().words()).contains("Chat, Agents");
    questions.decline();
    assertThat(done).doesNotContain("ended");
    leaving(List.of("Chat")).quit();
    questions.agree();
    assertThat(done).last().isEqualTo("ended");
  }

  @Test
  void theWindowKnowsTheScreensThatHaveSomething() throws Exception {
    try (Desk desk = new Desk()) {
      List<String> named = Fx.on(() -> new MainWindow(desk.backend(), Desk.TEXTS, new Navigation(),
          List.of(screen("chat", true), screen("agents", true))).unsaved());
      assertThat(named).as("of those that were opened").containsExactly("Chat");
    }
  }

  private static Screen screen(String id, boolean unsaved) {
    return new Screen(id, "mdi2h-home-outline", new SimpleIntegerProperty(),
        _ -> new Screen.Opened(ViewModel.of(new ViewModel() {
          @Override
          public void start() {}

          @Override
          public void stop() {}

          @Override
          public boolean isUnsaved() {
            return unsaved;
          }
        }), new Pane()));
  }
}
