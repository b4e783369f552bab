package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Wrapping;
import java.util.function.Consumer;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;

/// Asks before an address that an agent wrote is opened: the whole address, and no as the answer that comes by itself.
final class LinkQuestion {
  private final Consumer<String> browse;
  private final Texts texts;

  LinkQuestion(Consumer<String> browse, Texts texts) {
    this.browse = browse;
    this.texts = texts;
  }

  String words(String address) {
    return texts.of("chat.link.words", Wrapping.safe(VisibleText.line(address)));
  }

  void ask(String address) {
    Alert question = new Alert(Alert.AlertType.CONFIRMATION);
    question.setTitle(texts.of("shell.name"));
    question.setHeaderText(texts.of("chat.link.question"));
    question.setContentText(words(address));
    ButtonType yes = new ButtonType(texts.of("chat.link.open"), ButtonBar.ButtonData.OTHER);
    question.getButtonTypes().setAll(ButtonType.CANCEL, yes);
    question.showAndWait().filter(yes::equals).ifPresent(_ -> browse.accept(address));
  }
}
