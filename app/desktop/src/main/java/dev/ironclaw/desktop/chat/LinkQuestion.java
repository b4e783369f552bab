package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Wrapping;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.util.Duration;

/// Asks before an address that an agent wrote is opened: the whole address, and no as the answer that comes by itself.
public final class LinkQuestion {
  private final Consumer<String> browse;
  private final Texts texts;

  /// @param browse opens an address of the web
  public LinkQuestion(Consumer<String> browse, Texts texts) {
    this.browse = browse;
    this.texts = texts;
  }

  String words(String address) {
    return texts.of("chat.link.words", Wrapping.safe(VisibleText.line(address)));
  }

  /// Opens the address where the answer is yes.
  public void ask(String address) {
    Alert question = new Alert(Alert.AlertType.CONFIRMATION);
    question.setTitle(texts.of("shell.name"));
    question.setHeaderText(texts.of("chat.link.question"));
    question.setContentText(words(address));
    ButtonType yes = new ButtonType(texts.of("chat.link.open"), ButtonBar.ButtonData.OTHER);
    question.getButtonTypes().setAll(ButtonType.CANCEL, yes);
    arm(question.getDialogPane(), yes);
    question.showAndWait().filter(yes::equals).ifPresent(_ -> browse.accept(address));
  }

  /// What was typed or clicked for something else must not answer: for a moment there is nothing to agree to.
  static void arm(DialogPane pane, ButtonType yes) {
    Node open = pane.lookupButton(yes);
    open.setDisable(true);
    PauseTransition moment = new PauseTransition(Duration.millis(500));
    moment.setOnFinished(_ -> open.setDisable(false));
    Node no = pane.lookupButton(ButtonType.CANCEL);
    pane.sceneProperty().subscribe(scene -> {
      if (scene != null) {
        moment.playFromStart();
        Platform.runLater(no::requestFocus);
      }
    });
  }
}
