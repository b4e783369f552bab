package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// A question of the agent that waits, with its choices. Its words stand in a quote below the app's own.
final class QuestionRow extends VBox {
  QuestionRow(QuestionView question, ChatViewModel model, Texts texts) {
    super(8);
    getStyleClass().add("asked");
    Label title = new Label(texts.of("chat.question"));
    title.getStyleClass().add("text-bold");
    Label below = Words.of(texts.of("chat.question.asked",
        Moments.ago(Instant.parse(question.askedAt()), model.clock().instant(), texts)));
    below.getStyleClass().addAll("text-muted", "text-small");
    VBox lines = new VBox(2, title, below);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    Button dismiss = button(texts.of("chat.question.dismiss"), () -> model.dismiss(question));
    HBox head = new HBox(10, new FontIcon("mdi2c-comment-question-outline"), lines, dismiss);
    head.setAlignment(Pos.CENTER_LEFT);
    VBox quote = new VBox(Words.of(VisibleText.text(question.question())));
    quote.getStyleClass().add("quote");
    getChildren().addAll(head, quote);
    for (int i = 0; i < question.options().size(); i++) {
      int number = i + 1;
      String words = number + ". " + VisibleText.line(question.options().get(i));
      Label label = Words.of(words);
      label.setMinWidth(0);
      HBox.setHgrow(label, Priority.ALWAYS);
      Button choose = button(texts.of("chat.question.choose"), () -> model.answer(question, number));
      choose.setAccessibleText(texts.of("chat.question.choose.this", words));
      HBox option = new HBox(10, choose, label);
      option.setAlignment(Pos.CENTER_LEFT);
      getChildren().add(option);
    }
    if (question.allowFreeform()) {
      HBox own = new HBox(button(texts.of("chat.question.own"), () -> model.answerInWords(question)));
      own.setAlignment(Pos.CENTER_LEFT);
      getChildren().add(own);
    }
  }

  private static Button button(String words, Runnable work) {
    Button button = new Button(words);
    button.getStyleClass().add("small");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> work.run());
    return button;
  }
}
