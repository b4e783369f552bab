package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What a new agent starts from; asks before it replaces what was typed.
final class TemplatePane extends VBox {
  TemplatePane(BuilderViewModel model, Texts texts) {
    super(8);
    Label head = new Label(texts.of("agents.template"));
    head.getStyleClass().add("text-bold");
    TemplateChoice choice = new TemplateChoice(model.catalog().templates(), texts, model::choose);
    model.template().subscribe(chosen -> choice.mark(Optional.ofNullable(chosen)));
    HBox question = new HBox(10);
    question.setAlignment(Pos.CENTER_LEFT);
    question.managedProperty().bind(question.visibleProperty());
    model.wanted().subscribe(wanted -> {
      question.setVisible(wanted.isPresent());
      wanted.ifPresent(other -> question.getChildren().setAll(ask(model, other, texts)));
      choice.mark(wanted.or(() -> Optional.ofNullable(model.template().get())));
    });
    getChildren().addAll(head, choice, question);
  }

  private static Node[] ask(BuilderViewModel model, TemplateView other, Texts texts) {
    Label words = new Label(texts.of("agents.template.replace", other.name()));
    Button keep = new Button(texts.of("agents.template.keep"));
    keep.setOnAction(_ -> model.replace(false));
    Button take = new Button(texts.of("agents.template.take"));
    take.setId("agents-template-take");
    take.setOnAction(_ -> model.replace(true));
    return new Node[]{words, keep, take};
  }
}
