package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// An agent that has come to its soft limit: go on, stop, or give it more. Or one that was stopped there.
final class LimitRow extends VBox {
  LimitRow(BudgetQuestionView question, AgentPageViewModel page, AgentsViewModel screen, Texts texts) {
    super(8);
    getStyleClass().add("asked");
    boolean month = question.span().endsWith("Month");
    Label words = Words.of(question.stopped()
        ? texts.of(month ? "agents.limit.stands.month" : "agents.limit.stands.day",
            VisibleText.line(question.settledBy().orElse("")))
        : VisibleText.line(question.question()));
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox head = new HBox(10, new FontIcon("mdi2g-gauge"), words);
    head.setAlignment(Pos.CENTER_LEFT);
    HBox buttons = new HBox(8, button("agents-limit-go-on", texts.of("agents.limit.go-on"), () -> page.goOn(question)));
    if (!question.stopped()) {
      buttons.getChildren().add(button("agents-limit-stop",
          texts.of(month ? "agents.limit.stop.month" : "agents.limit.stop.day"), () -> page.stopAtLimit(question)));
    }
    buttons.getChildren().add(button("agents-limit-raise", texts.of("agents.limit.raise"),
        () -> screen.budget(page.id())));
    getChildren().addAll(head, buttons);
  }

  private static Button button(String id, String words, Runnable work) {
    Button button = new Button(words);
    button.setId(id);
    button.getStyleClass().add("small");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> work.run());
    return button;
  }
}
