package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.ProviderView;
import dev.ironclaw.desktop.agent.Catalog;
import dev.ironclaw.desktop.provider.FoundServers;
import dev.ironclaw.desktop.provider.ModelField;
import dev.ironclaw.desktop.provider.Provider;
import dev.ironclaw.desktop.provider.ProviderForm;
import dev.ironclaw.desktop.provider.ProviderOutcome;
import dev.ironclaw.desktop.provider.ProviderTitle;
import dev.ironclaw.desktop.provider.ProvidersPane;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.QuestionPane;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// Which model answers for the first agent: one that is ready, one found on this machine, or one that is connected here.
final class ModelPane extends BorderPane {
  private static final double FIELD = 380;
  private final OnboardingViewModel model;
  private final Texts texts;
  private final VBox choices = new VBox(14);
  private final VBox outcome = new VBox();
  /// What is typed for the form that is there now.
  private final StringProperty typed = new SimpleStringProperty("");
  private Subscription shown = Subscription.EMPTY;

  ModelPane(OnboardingViewModel model, Consumer<String> browse, Texts texts) {
    this.model = model;
    this.texts = texts;
    ScrollPane scroll = new ScrollPane(page());
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    BorderPane choosing = new BorderPane(new StatePane(texts, "onboarding", model.state(), scroll, model::load));
    choosing.setBottom(new VBox(new NoteLine(model.providers().note()), outcome));
    model.providers().chosen().subscribe(this::answered);
    Button back = new Button(texts.of("onboarding.model.back"));
    back.setId("onboarding-model-back");
    back.setOnAction(_ -> model.connecting().set(false));
    VBox way = new VBox(back);
    way.getStyleClass().add("page-head");
    BorderPane connecting = new BorderPane(new ProvidersPane(model.providers(), browse, texts));
    connecting.setTop(way);
    QuestionPane asking = new QuestionPane(model.questions(), texts, connecting);
    model.connecting().subscribe(yes -> setCenter(yes ? asking : choosing));
    model.form().subscribe(this::fill);
    model.providers().providers().addListener((ListChangeListener<Provider>) _ -> fill(model.form().get()));
  }

  /// What became of a server that was found and is to be used; what was done with the others is told where it was done.
  private void answered(Optional<ProviderForm> form) {
    outcome.getChildren().clear();
    form.filter(one -> one.name().equals(Provider.LOCAL))
        .ifPresent(local -> outcome.getChildren().add(new ProviderOutcome(local, texts)));
  }

  private Node page() {
    ModelField name = new ModelField("onboarding-model", typed, model.offered().models(),
        () -> model.form().get().ifPresent(form -> model.offered().want(form.model().get().provider())), texts);
    name.setPrefWidth(FIELD);
    name.setMaxWidth(FIELD);
    Label title = new Label(texts.of("agents.model"));
    title.getStyleClass().add("text-bold");
    title.setLabelFor(name);
    Button connect = new Button(texts.of("onboarding.model.connect"));
    connect.setId("onboarding-model-connect");
    connect.setOnAction(_ -> model.connecting().set(true));
    VBox page = new VBox(20, choices, new VBox(4, title, name), new FoundServers(model.providers(), texts), connect);
    page.getStyleClass().add("page");
    return page;
  }

  private void fill(Optional<FirstAgentViewModel> form) {
    shown.unsubscribe();
    shown = Subscription.EMPTY;
    form.ifPresent(first -> {
      typed.set(first.modelName().get());
      typed.bindBidirectional(first.modelName());
      shown = first.model().subscribe(_ -> rows(first));
      shown = shown.and(() -> typed.unbindBidirectional(first.modelName()));
    });
  }

  private void rows(FirstAgentViewModel first) {
    ToggleGroup group = new ToggleGroup();
    choices.getChildren()
        .setAll(first.catalog().firstModels().stream().map(choice -> row(first, choice, group)).toList());
  }

  private Node row(FirstAgentViewModel first, ModelChoiceView choice, ToggleGroup group) {
    Optional<ProviderView> known = model.providers().providers().stream()
        .flatMap(one -> Stream.concat(Stream.of(one.view()), one.also().stream()))
        .filter(view -> view.name().equals(choice.provider())).findFirst();
    boolean offline = choice.provider().equals(Catalog.OFFLINE);
    RadioButton button = new RadioButton(offline
        ? texts.of("onboarding.model.offline")
        : known.map(ProviderTitle::of).orElseGet(() -> VisibleText.line(choice.provider())));
    button.setId("onboarding-provider-" + choice.provider());
    button.setToggleGroup(group);
    button.getStyleClass().add("text-bold");
    button.setSelected(choice.equals(first.model().get()));
    button.setOnAction(_ -> first.model().set(choice));
    Label words = Words.of(offline
        ? texts.of("onboarding.model.mock")
        : known.flatMap(ProviderView::address).map(at -> texts.of("onboarding.model.at", VisibleText.line(at)))
            .orElseGet(() -> texts.of("onboarding.model.other")),
        "text-muted", "choice-words");
    return new VBox(3, button, words);
  }
}
