package dev.ironclaw.desktop.provider;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Model servers that answer on this machine, each with its models and one button.
public final class FoundServers extends VBox {
  private static final double MODEL = 300;

  private final ProvidersViewModel model;
  private final Texts texts;
  private final VBox rows = new VBox(8);

  public FoundServers(ProvidersViewModel model, Texts texts) {
    super(8);
    this.model = model;
    this.texts = texts;
    Button again = new Button(texts.of("providers.look"));
    again.setId("providers-look");
    again.getStyleClass().add("small");
    again.setMinWidth(Region.USE_PREF_SIZE);
    again.setOnAction(_ -> model.look());
    HBox head = new HBox(10, Words.of(texts.of("providers.found"), "text-bold"), again);
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(head, rows);
    model.found().addListener((ListChangeListener<LocalServerView>) _ -> show(model.looking().get()));
    model.looking().subscribe(this::show);
  }

  private void show(ListState state) {
    rows.getChildren().clear();
    switch (state) {
      case ListState.Loading _ -> rows.getChildren().add(Words.of(texts.of("providers.looking"), "text-muted"));
      case ListState.Empty _ -> rows.getChildren().add(Words.of(texts.of("providers.found.none"), "text-muted"));
      case ListState.Failed failed -> rows.getChildren().add(Words.of(failed.why(), "objection"));
      case ListState.Filled _ -> model.found().forEach(server -> rows.getChildren().add(row(server)));
    }
  }

  private Node row(LocalServerView server) {
    VBox who = new VBox(2, Words.of(VisibleText.line(server.program()), "text-bold"),
        Words.of(VisibleText.line(server.endpoint()), "text-muted", "text-small"));
    HBox.setHgrow(who, Priority.ALWAYS);
    ComboBox<String> models = new ComboBox<>();
    models.getItems().setAll(server.models());
    models.setValue(server.models().isEmpty() ? "" : server.models().getFirst());
    models.setPrefWidth(MODEL);
    models.setAccessibleText(texts.of("providers.found.model", VisibleText.line(server.program())));
    Button use = new Button(texts.of("providers.use.it"));
    use.setId("providers-use");
    use.getStyleClass().add("accent");
    use.setMinWidth(Region.USE_PREF_SIZE);
    use.setAccessibleText(texts.of("providers.use.one", VisibleText.line(server.program())));
    use.disableProperty().bind(model.busy());
    use.setOnAction(_ -> model.use(server, models.getValue()));
    HBox row = new HBox(10, who, models, use);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("panel");
    return row;
  }
}
