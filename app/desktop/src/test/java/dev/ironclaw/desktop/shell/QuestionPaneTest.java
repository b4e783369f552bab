package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// What is asked before something dangerous: no is the answer that comes by itself.
class QuestionPaneTest {
  private final List<String> done = new ArrayList<>();
  private final Questions questions = new Questions();

  private Question question(String name) {
    return new Question(name + "?", "It can't be undone.", name, () -> done.add(name));
  }

  private static void space(Node focused) {
    for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      Event.fireEvent(focused, new KeyEvent(type, " ", " ", KeyCode.SPACE, false, false, false, false));
    }
  }

  @Test
  void aSpaceThatWasMeantForSomethingElseDoesNothing() throws Exception {
    Stage stage = Fx.on(() -> {
      Stage made = new Stage();
      made.setScene(new Scene(new QuestionPane(questions, Desk.TEXTS, new Button("behind"))));
      made.show();
      questions.ask(question("resume"));
      return made;
    });
    // Whatever sets the focus later has run.
    Fx.on(() -> true);
    String focused = Fx.on(() -> {
      // A button hears keys once it has its skin, which the next picture would give it.
      stage.getScene().getRoot().applyCss();
      Node owner = stage.getScene().getFocusOwner();
      space(owner);
      stage.hide();
      return owner.getId();
    });
    assertThat(focused).isEqualTo("question-no");
    assertThat(done).isEmpty();
    assertThat(questions.open().get()).isEmpty();
  }

  @Test
  void oneThatWaitsIsNotReplacedByAnother() {
    questions.ask(question("resume"));
    questions.ask(question("quit"));
    questions.agree();
    assertThat(done).containsExactly("resume");
    assertThat(questions.open().get()).isEmpty();
  }
}
