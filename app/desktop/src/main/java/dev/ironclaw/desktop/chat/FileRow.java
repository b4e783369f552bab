package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.io.File;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.javafx.FontIcon;

/// A file that came with a message: its name and size, what it answers, and a way to save it. The app opens none by itself.
final class FileRow extends VBox {
  private static final int BRIEF = 60;

  /// @param question the words that it answers, where they are known
  FileRow(MessageView message, AttachmentView file, Optional<String> question, ChatViewModel model, Texts texts) {
    super(2);
    setMinWidth(0);
    HBox line = new HBox(8);
    line.setAlignment(Pos.CENTER_LEFT);
    line.setMinWidth(0);
    Label name = Words.of(texts.of("chat.file", VisibleText.line(file.name()), Math.max(1, file.size() >> 10)));
    name.setMinWidth(0);
    Button save = new Button(texts.of("chat.file.save"));
    save.getStyleClass().add("small");
    save.setMinWidth(Region.USE_PREF_SIZE);
    save.setAccessibleText(texts.of("chat.file.save.this", VisibleText.line(file.name())));
    save.setOnAction(_ -> save(message, file, model, texts));
    line.getChildren().addAll(new FontIcon("mdi2f-file-outline"), name, save);
    getChildren().add(line);
    question.ifPresent(words -> {
      Label answers = Words.of(texts.of("chat.file.answers", brief(VisibleText.line(words))));
      answers.getStyleClass().addAll("text-muted", "text-small");
      getChildren().add(answers);
    });
  }

  private static String brief(String words) {
    return words.length() <= BRIEF
        ? words
        : words.substring(0, words.offsetByCodePoints(0,
            words.codePointCount(0, BRIEF) - 1)) + "…";
  }

  private void save(MessageView message, AttachmentView file, ChatViewModel model, Texts texts) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("chat.file.save"));
    chooser.setInitialFileName(file.name().replaceAll("[^\\p{L}\\p{N}._ -]", "_"));
    Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow())).map(File::toPath)
        .ifPresent(path -> model.save(message, file, path));
  }
}
