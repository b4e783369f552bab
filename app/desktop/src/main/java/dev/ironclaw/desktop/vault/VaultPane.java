package dev.ironclaw.desktop.vault;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import dev.ironclaw.desktop.vault.VaultViewModel.Form;
import dev.ironclaw.desktop.vault.VaultViewModel.Open;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The form that is open, and below it the credentials.
public final class VaultPane extends BorderPane {
  private static final double FIELD = 260;

  private final VaultViewModel model;
  private final Texts texts;
  private final VBox top = new VBox(14);
  private final Node adding;

  public VaultPane(VaultViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    adding = adding();
    top.getStyleClass().add("page-content");
    NoteLine objection = new NoteLine(model.objection());
    objection.setId("vault-objection");
    objection.getStyleClass().add("objection");
    setTop(new VBox(top, objection));
    ListView<VaultCredentialView> list = new ListView<>(model.credentials());
    list.setId("vault-list");
    list.setAccessibleText(texts.of("vault.title"));
    list.setCellFactory(_ -> new VaultCell(model, texts));
    setCenter(new StatePane(texts, "vault", model.state(), list, model::load));
    setBottom(new NoteLine(model.note()));
    model.open().subscribe(this::show);
  }

  private void show(Open open) {
    top.getChildren().setAll(switch (open) {
      case Open.Add _ -> adding;
      case Open.Rotate(VaultCredentialView one) -> rotating(one);
      case Open.Lend(VaultCredentialView one) -> lending(one);
    });
  }

  private Node adding() {
    ComboBox<Form> forms = choice("vault-form", Form.values(),
        form -> texts.of("vault.form." + form.name().toLowerCase(Locale.ROOT)));
    forms.valueProperty().bindBidirectional(model.form());
    HBox secrets = new HBox(16);
    model.form().subscribe(form -> {
      secrets.getChildren().clear();
      switch (form) {
        case BEARER -> {
        }
        case BASIC -> secrets.getChildren().add(field("vault.user", typed("vault-user", model.user(), "")));
        case HEADER -> secrets.getChildren().add(field("vault.header", typed("vault-header", model.header(),
            texts.of("vault.header.prompt"))));
      }
      secrets.getChildren().add(secret(form, model.secret()));
    });
    Button add = accent("vault-add", "vault.add", model::add, model.addable());
    return new VBox(14, Words.of(texts.of("vault.what"), "text-muted"),
        new HBox(16, field("vault.name", typed("vault-name", model.name(), texts.of("vault.name.prompt"))),
            field("vault.hosts", typed("vault-hosts", model.hosts(), texts.of("vault.hosts.prompt")))),
        new HBox(16, field("vault.form", forms), secrets), add);
  }

  private Node rotating(VaultCredentialView one) {
    Form form = VaultViewModel.formOf(one);
    HBox secrets = new HBox(16);
    if (form == Form.BASIC) {
      secrets.getChildren().add(field("vault.user", typed("vault-user", model.nextUser(), "")));
    }
    secrets.getChildren().add(secret(form, model.nextSecret()));
    return new VBox(14, Words.of(texts.of("vault.rotate.title", VisibleText.line(one.name())), "title-4"),
        Words.of(texts.of("vault.rotate.words"), "text-muted"), secrets,
        buttons(accent("vault-rotate-yes", "vault.rotate.yes", model::rotate, model.rotatable())));
  }

  private Node lending(VaultCredentialView one) {
    ComboBox<AgentView> agents = choice("vault-agent", new AgentView[0], agent -> VisibleText.line(agent.name()));
    agents.setItems(model.agents());
    ComboBox<String> hosts = choice("vault-host", one.hosts().toArray(String[]::new), VisibleText::line);
    hosts.setValue(one.hosts().isEmpty() ? null : one.hosts().getFirst());
    Button lend = accent("vault-lend-yes", "vault.lend.yes", () -> model.lend(agents.getValue(), hosts.getValue()),
        agents.valueProperty().isNotNull().and(hosts.valueProperty().isNotNull()).and(model.busy().not()));
    return new VBox(14, Words.of(texts.of("vault.lend.title", VisibleText.line(one.name())), "title-4"),
        Words.of(texts.of("vault.lend.words"), "text-muted"),
        new HBox(16, field("vault.agent", agents), field("vault.host", hosts)), buttons(lend));
  }

  private Node buttons(Button yes) {
    Button back = new Button(texts.of("vault.back"));
    back.setId("vault-back");
    back.setOnAction(_ -> model.back());
    return new FlowPane(8, 8, yes, back);
  }

  private Button accent(String id, String key, Runnable act, ObservableValue<Boolean> possible) {
    Button button = new Button(texts.of(key));
    button.setId(id);
    button.getStyleClass().add("accent");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.disableProperty().bind(possible.map(yes -> !yes));
    button.setOnAction(_ -> act.run());
    return button;
  }

  private Node secret(Form form, StringProperty value) {
    PasswordField field = new PasswordField();
    field.setId("vault-secret");
    field.textProperty().bindBidirectional(value);
    return field(form == Form.BASIC ? "vault.password" : "vault.secret", field);
  }

  private static TextField typed(String id, StringProperty value, String prompt) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    field.textProperty().bindBidirectional(value);
    return field;
  }

  private Node field(String key, Control field) {
    Label label = new Label(texts.of(key));
    label.setLabelFor(field);
    field.setPrefWidth(FIELD);
    field.setMaxWidth(FIELD);
    return new VBox(4, label, field);
  }

  private static <T> ComboBox<T> choice(String id, T[] items, Function<T, String> words) {
    ComboBox<T> choice = new ComboBox<>();
    choice.setId(id);
    choice.getItems().setAll(items);
    choice.setConverter(new StringConverter<>() {
      @Override
      public String toString(@Nullable T one) {
        return one == null ? "" : words.apply(one);
      }

      @Override
      public T fromString(String text) {
        throw new UnsupportedOperationException("nobody types it");
      }
    });
    return choice;
  }
}
