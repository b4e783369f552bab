package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A few messages with the new agent, as plain text.
final class HelloPane extends BorderPane {
  /// Longer ones are read in the chat.
  private static final int MOST_SHOWN = 4_000;
  private static final double BUBBLE = 560;
  private final HelloViewModel model;
  private final Texts texts;
  private final VBox talk = new VBox(12);

  HelloPane(HelloViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    talk.getStyleClass().add("page");
    ScrollPane scroll = new ScrollPane(talk);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    talk.heightProperty().subscribe(() -> scroll.setVvalue(scroll.getVmax()));
    setCenter(scroll);
    setBottom(new VBox(input(), new NoteLine(model.note())));
    model.messages().subscribe(this::show);
    model.partial().subscribe(_ -> show());
    model.waiting().subscribe(_ -> show());
  }

  private void show() {
    talk.getChildren().setAll(model.messages().stream().map(this::bubble).toList());
    if (!model.partial().get().isEmpty()) {
      talk.getChildren().add(bubble(model.partial().get(), false));
    } else if (model.waiting().get()) {
      ProgressIndicator wheel = new ProgressIndicator();
      wheel.setMaxSize(20, 20);
      talk.getChildren().add(new HBox(8, wheel, new Label(texts.of("onboarding.hello.waits"))));
    }
  }

  private Node bubble(MessageView message) {
    return bubble(message.content(), message.role().equals("user"));
  }

  private Node bubble(String content, boolean own) {
    Label who = new Label(own ? texts.of("onboarding.hello.you") : VisibleText.brief(model.agent()));
    who.getStyleClass().addAll("text-muted", "text-small");
    Label words = Words.of(VisibleText.text(Excerpt.of(content, MOST_SHOWN)), "bubble",
        own ? "bubble-own" : "bubble-agent");
    words.setMaxWidth(BUBBLE);
    VBox both = new VBox(3, who, words);
    both.setFillWidth(false);
    both.setAlignment(own ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
    return both;
  }

  private Node input() {
    TextField field = new TextField();
    field.setId("onboarding-message");
    field.setAccessibleText(texts.of("onboarding.hello.message"));
    field.setPromptText(texts.of("onboarding.hello.message"));
    field.textProperty().bindBidirectional(model.text());
    field.setOnAction(_ -> model.send());
    HBox.setHgrow(field, Priority.ALWAYS);
    Button send = new Button(texts.of("onboarding.hello.send"));
    send.setId("onboarding-send");
    send.getStyleClass().add("accent");
    send.setMinWidth(Region.USE_PREF_SIZE);
    send.setOnAction(_ -> model.send());
    send.disableProperty().bind(Bindings.createBooleanBinding(
        () -> model.waiting().get() || model.text().get().isBlank(), model.waiting(), model.text()));
    HBox row = new HBox(8, field, send);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("hello-input");
    return row;
  }
}
