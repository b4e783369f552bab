package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.desktop.provider.ModelField;
import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
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
    getChildren().add(new Field(texts.of("agents.fallback"), texts.of("agents.fallback.help"), fallback(model, texts),
        model.objections().map(why -> why.get("fallback"))));
  }

  /// Nothing is wrong with a form that nobody has begun.
  private static @Nullable String objection(BuilderViewModel model) {
    return model.dirty().get() ? model.objections().get().get("name") : null;
  }

  /// Nobody, or another one of those that are ready.
  private static HBox fallback(BuilderViewModel model, Texts texts) {
    ComboBox<String> provider = new ComboBox<>();
    provider.setId("agents-fallback-provider");
    provider.setAccessibleText(texts.of("agents.fallback.provider"));
    provider.getItems().add("");
    provider.getItems().addAll(model.catalog().models().stream().map(ModelChoiceView::provider).toList());
    provider.setConverter(new StringConverter<>() {
      @Override
      public String toString(@Nullable String name) {
        return name == null || name.isEmpty() ? texts.of("agents.fallback.none") : name;
      }

      @Override
      public String fromString(String words) {
        throw new UnsupportedOperationException("nobody types it");
      }
    });
    provider.valueProperty().bindBidirectional(model.fallbackProvider());
    ModelField name = new ModelField("agents-fallback", model.fallbackModel(), model.fallbackOffered().models(),
        () -> model.fallbackOffered().want(model.fallbackProvider().get()), texts);
    name.visibleProperty().bind(model.fallbackProvider().isNotEmpty());
    HBox.setHgrow(name, Priority.ALWAYS);
    return new HBox(8, provider, name);
  }

  private static HBox model(BuilderViewModel model, Texts texts) {
    ComboBox<String> provider = new ComboBox<>();
    provider.setId("agents-provider");
    provider.setAccessibleText(texts.of("agents.provider"));
    provider.getItems().setAll(model.catalog().models().stream().map(ModelChoiceView::provider).toList());
    provider.valueProperty().bindBidirectional(model.provider());
    ModelField name = new ModelField("agents-model", model.model(), model.offered().models(),
        () -> model.offered().want(model.provider().get()), texts);
    HBox.setHgrow(name, Priority.ALWAYS);
    return new HBox(8, provider, name);
  }
}
