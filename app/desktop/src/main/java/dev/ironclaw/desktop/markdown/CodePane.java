package dev.ironclaw.desktop.markdown;

import dev.ironclaw.desktop.shell.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.javafx.FontIcon;

/// A block of code with a button that copies it.
final class CodePane extends VBox {
  private static final int MOST_NAME = 24;

  CodePane(String code, String language, Texts texts) {
    getStyleClass().add("markdown-code-block");
    Label name = new Label(language.length() > MOST_NAME ? language.substring(0, MOST_NAME) : language);
    name.getStyleClass().addAll("text-muted", "text-small");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button copy = new Button(texts.of("chat.markdown.copy"), new FontIcon("mdi2c-content-copy"));
    copy.getStyleClass().addAll("flat", "small");
    copy.setOnAction(_ -> copy(code));
    HBox head = new HBox(name, space, copy);
    head.setAlignment(Pos.CENTER_LEFT);
    TextFlow lines = new TextFlow(Inlines.plain(code.replace("\t", "    "), "markdown-code"));
    getChildren().setAll(head, lines);
  }

  private static void copy(String code) {
    ClipboardContent content = new ClipboardContent();
    content.putString(code);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
