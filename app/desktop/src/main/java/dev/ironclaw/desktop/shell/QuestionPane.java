package dev.ironclaw.desktop.shell;

import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A screen, and over it the question that waits. The focus is on the way back, Escape takes it.
public final class QuestionPane extends StackPane {
  private final Questions questions;
  private final Texts texts;
  private final Node content;

  public QuestionPane(Questions questions, Texts texts, Node content) {
    this.questions = questions;
    this.texts = texts;
    this.content = content;
    getChildren().add(content);
    questions.open().subscribe(this::show);
    addEventHandler(KeyEvent.KEY_PRESSED, key -> {
      if (key.getCode() == KeyCode.ESCAPE && questions.open().get().isPresent()) {
        questions.decline();
        key.consume();
      }
    });
  }

  private void show(Optional<Question> asked) {
    content.setDisable(asked.isPresent());
    if (getChildren().size() > 1) {
      getChildren().remove(1, getChildren().size());
    }
    asked.ifPresent(question -> getChildren().add(over(question)));
  }

  private Node over(Question question) {
    Button no = new Button(texts.of("shell.question.no"));
    no.setId("question-no");
    no.setOnAction(_ -> questions.decline());
    Button yes = new Button(question.yes());
    yes.setId("question-yes");
    yes.getStyleClass().add("danger");
    yes.setOnAction(_ -> questions.agree());
    HBox buttons = new HBox(8, no, yes);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    VBox box = new VBox(14, Words.of(question.title(), "title-4"), Words.of(question.words()), buttons);
    box.getStyleClass().add("question");
    box.setMaxSize(460, Region.USE_PREF_SIZE);
    StackPane shade = new StackPane(box);
    shade.getStyleClass().add("question-shade");
    Platform.runLater(no::requestFocus);
    return shade;
  }
}
