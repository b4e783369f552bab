package dev.ironclaw.desktop.provider;

import dev.ironclaw.contract.api.ProviderView;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.io.File;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// One provider: how it stands, what it needs, how the last try went.
final class ProviderPage extends BorderPane {
  private static final double FIELD = 380;

  private final ProvidersViewModel model;
  private final ProviderForm form;
  private final Consumer<String> browse;
  private final Texts texts;
  private final ProviderWords words;
  private final VBox standing = new VBox(8);
  private final VBox models = new VBox(8);
  private final ObservableList<String> offered = FXCollections.observableArrayList();
  private final FlowPane acts = new FlowPane(8, 8);

  ProviderPage(ProvidersViewModel model, ProviderForm form, Consumer<String> browse, Texts texts) {
    this.model = model;
    this.form = form;
    this.browse = browse;
    this.texts = texts;
    words = new ProviderWords(texts);
    VBox fields = new VBox(14);
    fields.setPadding(new Insets(8, 0, 0, 0));
    if (form.name().equals(Provider.LOCAL)) {
      fields.getChildren().add(new FoundServers(model, texts));
    }
    ProviderView view = form.provider().get().view();
    view.settings().stream().filter(setting -> !setting.name().equals("model")).forEach(setting -> fields.getChildren()
        .add(field(words.setting(setting.name()), text(setting))));
    fields.getChildren().add(key());
    view.settings().stream().filter(setting -> setting.name().equals("model")).forEach(_ -> fields.getChildren()
        .add(field(words.setting("model"), wide(new ModelField("providers-model", form.setting("model"), offered,
            () -> {}, texts)))));
    if (form.provider().get().hasAddress()) {
      fields.getChildren().add(authority());
    }
    fields.getChildren().add(models);
    setCenter(new Page().add(ProviderTitle.of(view), standing, fields));
    // What can be done, and how it went, are seen wherever a long page is read.
    VBox bar = new VBox(10, acts, new ProviderOutcome(form, texts));
    bar.getStyleClass().add("provider-bar");
    setBottom(bar);
    form.provider().subscribe(this::stand);
    form.tested().subscribe(_ -> tried());
  }

  private void stand(Provider now) {
    ProviderView view = now.view();
    Facts facts = new Facts();
    view.address().ifPresent(address -> facts.add(texts.of("providers.fact.address"), address));
    facts.add(texts.of("providers.fact.key"), words.key(view));
    if (view.ownAuthority()) {
      facts.add(texts.of("providers.fact.authority"), texts.of("providers.authority.own"));
    }
    if (!now.also().isEmpty()) {
      facts.add(texts.of("providers.fact.also"),
          String.join(", ", now.also().stream().map(ProviderView::name).toList()));
    }
    if (view.ready()) {
      facts.add(texts.of("providers.fact.uses"), words.uses(now));
    }
    if (!view.pauses().isEmpty()) {
      facts.add(texts.of("providers.fact.pauses"), words.pauses(view, model.clock().instant()));
    }
    standing.getChildren().setAll(Words.of(texts.of(view.ready() ? "providers.about.ready" : "providers.about.none"),
        "text-muted"), facts);
    buttons(now);
  }

  private void buttons(Provider now) {
    Button save = button("providers-save", now.view().ready() || now.isSet() ? "providers.save" : "providers.connect",
        () -> model.save(form));
    save.getStyleClass().add("accent");
    save.disableProperty().bind(model.busy().or(form.changed().not()));
    acts.getChildren().setAll(save);
    if (now.view().ready()) {
      Button test = button("providers-test", "providers.test", () -> model.test(form));
      test.disableProperty().bind(model.busy());
      acts.getChildren().add(test);
    }
    if (now.isSet()) {
      acts.getChildren().add(button("providers-remove", "providers.remove", () -> model.remove(form)));
    }
  }

  private Button button(String id, String key, Runnable act) {
    Button button = new Button(texts.of(key));
    button.setId(id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> act.run());
    return button;
  }

  private Node key() {
    ProviderView view = form.provider().get().view();
    PasswordField key = new PasswordField();
    key.setId("providers-key");
    key.textProperty().bindBidirectional(form.key());
    key.setOnAction(_ -> model.save(form));
    Label below = Words.of(form.provider().map(now -> words.keyHint(now.view())), "text-muted");
    VBox both = field(texts.of(view.keyNeeded() ? "providers.key" : "providers.key.optional"), wide(key));
    both.getChildren().add(below);
    if (view.keyNeeded() && view.docs().startsWith("https://")) {
      Hyperlink link = new Hyperlink(texts.of("providers.docs", view.docs()));
      link.setId("providers-docs");
      link.getStyleClass().add("row-link");
      link.setOnAction(_ -> browse.accept(view.docs()));
      both.getChildren().add(link);
    }
    return both;
  }

  private TextField text(ProviderView.Setting setting) {
    TextField field = new TextField();
    field.setId("providers-setting-" + setting.name());
    field.promptTextProperty().bind(form.provider().map(now -> now.view().settings().stream()
        .filter(other -> other.name().equals(setting.name())).findFirst().map(words::prompt).orElse("")));
    field.textProperty().bindBidirectional(form.setting(setting.name()));
    field.setOnAction(_ -> model.save(form));
    return wide(field);
  }

  private Node authority() {
    Button choose = button("providers-authority", "providers.authority.choose", this::chooseAuthority);
    Label state = Words.of(Bindings.createStringBinding(() -> texts.of(form.authority().get().isEmpty()
        ? "providers.authority"
        : "providers.authority.chosen"), form.authority()), "text-muted");
    return new VBox(4, choose, state);
  }

  private void chooseAuthority() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("providers.authority.choose"));
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(texts.of("providers.authority.files"), "*.pem",
        "*.crt", "*.cer"));
    Optional.<File>ofNullable(chooser.showOpenDialog(getScene().getWindow()))
        .ifPresent(file -> model.authority(form, file.toPath()));
  }

  private static <T extends Control> T wide(T field) {
    field.setPrefWidth(FIELD);
    field.setMaxWidth(FIELD);
    return field;
  }

  private static VBox field(String name, Control field) {
    Label label = new Label(name);
    label.getStyleClass().add("text-bold");
    label.setLabelFor(field);
    return new VBox(4, label, field);
  }

  private void tried() {
    models.getChildren().clear();
    form.tested().get().ifPresent(test -> {
      offered.setAll(test.models());
      if (!test.models().isEmpty()) {
        models.getChildren().add(Words.of(texts.of("providers.models", test.models().size()), "text-bold"));
        models.getChildren().add(Words.of(words.models(test), "text-muted"));
      }
    });
  }
}
