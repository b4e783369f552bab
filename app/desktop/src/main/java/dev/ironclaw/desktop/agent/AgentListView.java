package dev.ironclaw.desktop.agent;

import dev.ironclaw.desktop.agent.BuilderViewModel.Subject;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// All agents, a card each; a click or Return opens one.
final class AgentListView extends BorderPane {
  private final AgentsViewModel screen;
  private final Texts texts;
  private final Button create;
  private boolean built;
  /// Held here, for the list of what waits outlives this view.
  private InvalidationListener waiting = _ -> {};

  AgentListView(AgentsViewModel screen, Texts texts) {
    this.screen = screen;
    this.texts = texts;
    this.create = new Button("", new FontIcon("mdi2p-plus"));
    create.setId("agents-new");
    create.getStyleClass().add("accent");
    create.setOnAction(_ -> screen.create());
    Label title = new Label(texts.of("screen.agents"));
    title.getStyleClass().add("title-2");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(title, space, create);
    head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    head.getStyleClass().add("page-head");
    setTop(head);
  }

  /// Itself, as it is now.
  AgentListView of(AgentListViewModel model) {
    create.setText(texts.of(screen.isDrafted(new Subject.Fresh()) ? "agents.new.draft" : "agents.new"));
    if (!built) {
      built = true;
      setCenter(content(model));
    }
    return this;
  }

  private StackPane content(AgentListViewModel model) {
    ListView<AgentCard> list = new ListView<>(model.agents());
    list.setId("agents-list");
    list.getStyleClass().addAll("edge-to-edge", "agents-list");
    list.setCellFactory(_ -> new AgentCell(screen, model, texts));
    list.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
      AgentCard marked = list.getSelectionModel().getSelectedItem();
      if (key.getCode() == KeyCode.ENTER && marked != null) {
        screen.open(marked.agent().id());
        key.consume();
      }
    });
    waiting = _ -> list.refresh();
    model.pending().changes().addListener(new WeakInvalidationListener(waiting));
    StatePane pane = new StatePane(texts, "agents", model.state(), list, model::load);
    VBox.setVgrow(pane, Priority.ALWAYS);
    return pane;
  }
}
