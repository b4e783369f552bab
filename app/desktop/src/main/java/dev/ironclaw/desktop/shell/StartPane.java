package dev.ironclaw.desktop.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is shown until the control plane answers, or why it does not.
public final class StartPane extends VBox {
  private final Texts texts;
  private final Button again;
  private final Label words = Words.of("");
  private final ProgressIndicator wheel = new ProgressIndicator();

  public StartPane(Texts texts) {
    super(14);
    this.texts = texts;
    this.again = new Button(texts.of("shell.list.retry"));
    setAlignment(Pos.CENTER);
    FontIcon icon = new FontIcon("mdi2s-shield-lock-outline");
    icon.getStyleClass().add("state-icon");
    words.setMaxWidth(560);
    words.setAlignment(Pos.CENTER);
    words.setTextAlignment(TextAlignment.CENTER);
    wheel.setMaxSize(28, 28);
    getChildren().addAll(icon, words, wheel, again);
    waits();
  }

  public void whenTriedAgain(Runnable work) {
    again.setOnAction(_ -> work.run());
  }

  public void waits() {
    say(texts.of("shell.start.waits"), true);
  }

  /// It did not work out, and a person may try again.
  ///
  /// @param sentences all that is said
  public void failed(String sentences) {
    say(sentences, false);
  }

  private void say(String text, boolean busy) {
    words.setText(text);
    wheel.setVisible(busy);
    wheel.setManaged(busy);
    again.setVisible(!busy);
    again.setManaged(!busy);
  }
}
