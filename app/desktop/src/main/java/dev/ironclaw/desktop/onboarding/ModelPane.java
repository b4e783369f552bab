package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// Which of the models that are set up answers for the first agent.
final class ModelPane extends BorderPane {
  private static final String OFFLINE = "mock";
  private static final double FIELD = 320;
  private final Texts texts;
  private final VBox page = new VBox(16);

  ModelPane(OnboardingViewModel model, Texts texts) {
    this.texts = texts;
    page.getStyleClass().add("page");
    setCenter(new StatePane(texts, "onboarding", model.state(), page, model::load));
    model.form().subscribe(this::show);
  }

  private void show(Optional<FirstAgentViewModel> form) {
    page.getChildren().clear();
    ToggleGroup group = new ToggleGroup();
    form.ifPresent(first -> {
      first.catalog().models().forEach(choice -> page.getChildren().add(row(first, choice, group)));
      TextField name = new TextField();
      name.setId("onboarding-model");
      name.setMaxWidth(FIELD);
      name.textProperty().bindBidirectional(first.modelName());
      Label title = new Label(texts.of("agents.model"));
      title.getStyleClass().add("text-bold");
      title.setLabelFor(name);
      page.getChildren().add(new VBox(4, title, name));
    });
  }

  private Node row(FirstAgentViewModel first, ModelChoiceView choice, ToggleGroup group) {
    RadioButton button = new RadioButton(VisibleText.line(choice.provider()));
    button.setId("onboarding-provider-" + choice.provider());
    button.setToggleGroup(group);
    button.getStyleClass().add("text-bold");
    button.setSelected(choice.equals(first.model().get()));
    button.setOnAction(_ -> first.model().set(choice));
    Label words = Words.of(texts.of(choice.provider().equals(OFFLINE)
        ? "onboarding.model.mock"
        : "onboarding.model.other"), "text-muted", "choice-words");
    return new VBox(3, button, words);
  }
}
