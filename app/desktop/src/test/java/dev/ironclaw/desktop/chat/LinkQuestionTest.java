package dev.ironclaw.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// The question before an agent's address is opened.
class LinkQuestionTest {
  @Test
  void theFocusIsOnTheWayBackAndAtFirstThereIsNothingToAgreeTo() throws Exception {
    ButtonType yes = new ButtonType("Open it", ButtonBar.ButtonData.OTHER);
    DialogPane pane = Fx.on(() -> {
      DialogPane made = new DialogPane();
      made.getButtonTypes().setAll(ButtonType.CANCEL, yes);
      LinkQuestion.arm(made, yes);
      Stage stage = new Stage();
      stage.setScene(new Scene(made));
      stage.show();
      return made;
    });
    Fx.on(() -> true);
    boolean calm = Fx.on(() -> {
      boolean safe = pane.lookupButton(ButtonType.CANCEL).isFocused() && pane.lookupButton(yes).isDisabled();
      pane.getScene().getWindow().hide();
      return safe;
    });
    assertThat(calm).isTrue();
  }

  @Test
  void showsTheWholeAddressWithWhatAnEyeWouldMiss() {
    LinkQuestion question = new LinkQuestion(_ -> {}, Desk.TEXTS);
    assertThat(question.words("https://good.example/\u202Egpj.exe"))
        .contains("https://good.example/\u27E8U+202E\u27E9gpj.exe").doesNotContain("\u202E");
  }
}
