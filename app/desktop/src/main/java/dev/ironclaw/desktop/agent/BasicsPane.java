package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.desktop.shell.Field;
import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What it is called and which model answers for it.
final class BasicsPane extends VBox {
  BasicsPane(BuilderViewModel model, Texts texts) {
    super(16);
    TextField name = new TextField();
    name.setId("agents-name");
    name.setPromptText(texts.of("agents.name.prompt"));
    name.textProperty().bindBidirectional(model.name());
    boolean isNew = model.subject().isNew();
    name.setEditable(isNew);
    name.setFocusTraversable(isNew);
    name.setDisable(!isNew);
    getChildren().add(new Field(texts.of("agents.name"), texts.of(isNew ? "agents.name.help" : "agents.name.fixed"),
        name, Bindings.createObjectBinding(() -> objection(model), model.objections(), model.dirty())));
    getChildren().add(new Field(texts.of("agents.model"), texts.of("agents.model.help"), model(model, texts),
        model.objections().map(why -> why.get("model"))));
  }

  /// Nothing is wrong with a form that nobody has begun.
  private static @Nullable String objection(BuilderViewModel model) {
    return model.dirty().get() ? model.objections().get().get("name") : null;
  }

  private static HBox model(BuilderViewModel model, Texts texts) {
    ComboBox<String> provider = new ComboBox<>();
    provider.setId("agents-provider");
    provider.setAccessibleText(texts.of("agents.provider"));
    provider.getItems().setAll(model.catalog().models().stream().map(ModelChoiceView::provider).toList());
    provider.valueProperty().bindBidirectional(model.provider());
    TextField name = new TextField();
    name.setId("agents-model");
    name.setAccessibleText(texts.of("agents.model"));
    name.setPromptText(texts.of("agents.model.prompt"));
    name.textProperty().bindBidirectional(model.model());
    HBox.setHgrow(name, Priority.ALWAYS);
    return new HBox(8, provider, name);
  }
}
