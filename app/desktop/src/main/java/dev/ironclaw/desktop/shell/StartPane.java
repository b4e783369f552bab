package dev.ironclaw.desktop.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is shown until the control plane answers, or why it does not.
public final class StartPane extends VBox implements Starting {
  private final Texts texts;
  private final Button again;
  private final Button offer = new Button();
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
    offer.setId("start-offer");
    offer.getStyleClass().add("accent");
    HBox buttons = new HBox(8, offer, again);
    buttons.setAlignment(Pos.CENTER);
    getChildren().addAll(icon, words, wheel, buttons);
    waits();
  }

  public void whenTriedAgain(Runnable work) {
    again.setOnAction(_ -> work.run());
  }

  public void waits() {
    waits(texts.of("shell.start.waits"));
  }

  @Override
  public void waits(String sentence) {
    say(sentence, true);
  }

  @Override
  public void offers(String button, Runnable work) {
    offer.setText(button);
    offer.setOnAction(_ -> work.run());
    show(offer, true);
  }

  @Override
  public void failed(String sentences) {
    say(sentences, false);
  }

  private void say(String text, boolean busy) {
    words.setText(text);
    show(wheel, busy);
    show(again, !busy);
    show(offer, false);
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
