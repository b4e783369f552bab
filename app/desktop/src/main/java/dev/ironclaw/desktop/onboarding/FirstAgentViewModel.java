package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.client.NewAgent;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.desktop.agent.AgentDraft;
import dev.ironclaw.desktop.agent.AgentRules;
import dev.ironclaw.desktop.agent.Catalog;
import dev.ironclaw.desktop.agent.Plan;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What the first agent is made of: a start, a name, a model.
public final class FirstAgentViewModel {
  private final Catalog catalog;
  private final AgentRules rules;
  private final ObjectProperty<TemplateView> template;
  private final ObjectProperty<ModelChoiceView> model;
  private final StringProperty modelName;
  private final String offered;
  private final StringProperty name;
  private final ReadOnlyObjectWrapper<Optional<String>> objection = new ReadOnlyObjectWrapper<>(Optional.empty());

  FirstAgentViewModel(Catalog catalog, Texts texts) {
    this.catalog = catalog;
    this.rules = new AgentRules(texts);
    this.template = new SimpleObjectProperty<>(catalog.templates().stream()
        .filter(known -> known.id().equals("assistant")).findFirst().orElseGet(() -> catalog.templates().getFirst()));
    this.model = new SimpleObjectProperty<>(catalog.standardModel());
    this.modelName = new SimpleStringProperty(model.get().model().orElse(""));
    this.offered = texts.of("onboarding.agent.name");
    this.name = new SimpleStringProperty(offered);
    model.subscribe(chosen -> modelName.set(chosen.model().orElse("")));
    name.subscribe(typed -> objection.set(rules.name(typed, catalog)));
  }

  /// Takes over what was chosen and typed, as far as it is still there.
  void keep(FirstAgentViewModel before) {
    catalog.templates().stream().filter(known -> known.id().equals(before.template.get().id())).findFirst()
        .ifPresent(template::set);
    catalog.models().stream().filter(known -> known.provider().equals(before.model.get().provider())).findFirst()
        .ifPresent(model::set);
    modelName.set(before.modelName.get());
    name.set(before.name.get());
  }

  /// Takes an upstream, and its own model in place of what stood there.
  void choose(ModelChoiceView other) {
    model.set(other);
    modelName.set(other.model().orElse(""));
  }

  /// True where it is not what was offered at first.
  boolean isChanged() {
    return !name.get().equals(offered) || !modelName.get().equals(model.get().model().orElse(""));
  }

  /// What the gateway would be asked; only where nothing speaks against it.
  Optional<Plan> plan() {
    if (objection.get().isPresent() || modelName.get().isBlank()) {
      return Optional.empty();
    }
    ModelChoiceView chosen = new ModelChoiceView(model.get().provider(), Optional.of(modelName.get().strip()));
    return Optional.of(Plan.make(new NewAgent(Optional.empty(), AgentDraft.of(template.get(), name.get(), chosen)
        .whole())));
  }

  public Catalog catalog() {
    return catalog;
  }

  public ObjectProperty<TemplateView> template() {
    return template;
  }

  /// The upstream.
  public ObjectProperty<ModelChoiceView> model() {
    return model;
  }

  /// Its model.
  public StringProperty modelName() {
    return modelName;
  }

  public StringProperty name() {
    return name;
  }

  /// Against the name.
  public ReadOnlyObjectProperty<Optional<String>> objection() {
    return objection.getReadOnlyProperty();
  }
}
