package dev.ironclaw.desktop.shell;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is shown until the control plane answers, or why it does not.
public final class StartPane extends VBox implements Starting {
  private static final int MORE = 720;

  private final Texts texts;
  private final Button again;
  private final HBox buttons = new HBox(8);
  private final ScrollPane more = new ScrollPane();
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
    again.setId("start-again");
    buttons.setAlignment(Pos.CENTER);
    more.getStyleClass().add("edge-to-edge");
    more.setFitToWidth(true);
    more.setMaxWidth(MORE);
    // In a small window it is what gives way.
    more.setMinHeight(0);
    setPadding(new Insets(20));
    getChildren().addAll(icon, words, wheel, buttons, more);
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
    adds("start-offer", button, work).getStyleClass().add("accent");
  }

  /// One that nobody is led to; gone with the next words.
  ///
  /// @param id of the button
  public void allows(String id, String button, Runnable work) {
    adds(id, button, work);
  }

  /// More than words, below the buttons; gone with the next words.
  public void explains(Node content) {
    more.setContent(content);
    show(more, true);
  }

  /// None is the default button: what is chosen here is chosen by hand.
  private Button adds(String id, String words, Runnable work) {
    Button button = new Button(words);
    button.setId(id);
    button.setOnAction(_ -> work.run());
    buttons.getChildren().add(buttons.getChildren().size() - 1, button);
    return button;
  }

  @Override
  public void failed(String sentences) {
    say(sentences, false);
  }

  private void say(String text, boolean busy) {
    words.setText(text);
    show(wheel, busy);
    buttons.getChildren().setAll(again);
    show(buttons, !busy);
    more.setContent(null);
    show(more, false);
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
