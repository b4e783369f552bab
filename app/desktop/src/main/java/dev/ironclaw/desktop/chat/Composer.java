package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import dev.ironclaw.desktop.shell.Wrapping;
import java.io.File;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/// Where the person writes: Enter sends, Shift and Enter begin a line; Ctrl and the full stop end an answer.
final class Composer extends HBox {
  private static final KeyCombination STOP = new KeyCodeCombination(KeyCode.PERIOD, KeyCombination.SHORTCUT_DOWN);

  private final ChatViewModel model;
  private final Texts texts;
  private final TextArea words = new TextArea();
  private final Button send;
  private final Button stop;
  private Subscription showing = Subscription.EMPTY;

  Composer(ChatViewModel model, Texts texts) {
    super(8);
    this.model = model;
    this.texts = texts;
    getStyleClass().add("composer");
    setAlignment(Pos.BOTTOM_LEFT);
    words.setId("chat-words");
    Words.wrap(words);
    words.setPrefRowCount(2);
    words.setMinHeight(58);
    HBox.setHgrow(words, Priority.ALWAYS);
    words.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    send = new Button(texts.of("chat.send"), new FontIcon("mdi2s-send"));
    send.setId("chat-send");
    send.getStyleClass().add("accent");
    send.setMinWidth(USE_PREF_SIZE);
    send.setOnAction(_ -> model.send());
    stop = new Button(texts.of("chat.stop"), new FontIcon("mdi2s-stop"));
    stop.setId("chat-stop");
    stop.setMinWidth(USE_PREF_SIZE);
    stop.setTooltip(new Tooltip(texts.of("chat.stop.hint", STOP.getDisplayText())));
    stop.setAccessibleText(texts.of("chat.stop.hint", STOP.getDisplayText()));
    stop.managedProperty().bind(stop.visibleProperty());
    stop.setOnAction(_ -> model.stopAnswer());
    Button attach = new Button("", new FontIcon("mdi2p-paperclip"));
    attach.setId("chat-attach");
    attach.getStyleClass().addAll("flat", "button-icon");
    attach.setAccessibleText(texts.of("chat.attach"));
    attach.setTooltip(new Tooltip(texts.of("chat.attach")));
    attach.setOnAction(_ -> attach());
    getChildren().setAll(words, attach, stop, send);
  }

  private void attach() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("chat.attach"));
    Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow())).map(File::toPath).ifPresent(model::attach);
  }

  void show(Optional<Conversation> now) {
    showing.unsubscribe();
    setDisable(now.isEmpty());
    showing = now.map(this::show).orElse(Subscription.EMPTY);
  }

  private Subscription show(Conversation conversation) {
    String to = texts.of("chat.words", VisibleText.line(conversation.agent().name()));
    words.setPromptText(Wrapping.safe(to));
    words.setAccessibleText(to);
    words.setText(conversation.draft().get());
    return Subscription.combine(words.textProperty().subscribe(text -> {
      conversation.draft().set(text);
      send.setDisable(text.isBlank());
    }), conversation.draft().subscribe(text -> {
      if (!text.equals(words.getText())) {
        words.setText(text);
        words.end();
      }
    }), conversation.awaiting().subscribe(stop::setVisible));
  }

  private void pressed(KeyEvent key) {
    if (STOP.match(key) && stop.isVisible()) {
      model.stopAnswer();
      key.consume();
    }
    if (key.getCode() == KeyCode.ENTER && !key.isControlDown() && !key.isAltDown()) {
      if (key.isShiftDown()) {
        words.replaceSelection("\n");
      } else {
        model.send();
      }
      key.consume();
    }
  }
}
