package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.security.SecureRandom;
import java.util.function.Consumer;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;

/// Chat in the navigation: agents at the left, the conversation with one beside them.
public final class ChatView extends BorderPane {
  private final ChatViewModel model;
  private final Texts texts;

  private ChatView(ChatViewModel model, Consumer<String> browse, Texts texts) {
    this.model = model;
    this.texts = texts;
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.chat"));
    title.getStyleClass().add("title-2");
    setTop(title);
    SplitPane both = new SplitPane(agents(), new ConversationPane(model, browse, texts));
    both.setDividerPositions(0.24);
    SplitPane.setResizableWithParent(both.getItems().getFirst(), false);
    setCenter(new StatePane(texts, "chat.agents", model.state(), both, model::load));
    NoteLine note = new NoteLine(model.note());
    note.setId("chat-note");
    setBottom(note);
  }

  private ListView<AgentView> agents() {
    ListView<AgentView> list = new ChosenList<>("chat-agents", model.agents(), model.chosen());
    list.setCellFactory(_ -> new AgentCell(this::doing));
    model.boxes().addListener((MapChangeListener<String, String>) _ -> list.refresh());
    model.pending().changes().addListener(new javafx.collections.WeakListChangeListener<>(refresh(list)));
    return list;
  }

  private ListChangeListener<Object> refresh(ListView<AgentView> list) {
    ListChangeListener<Object> listener = _ -> list.refresh();
    // The screen keeps it: what waits outlives the screen.
    list.getProperties().put("refresh", listener);
    return listener;
  }

  private String doing(AgentView agent) {
    if (model.pending().changes().stream().anyMatch(change -> change.agentGroupId().equals(agent.id()))) {
      return texts.of("chat.agent.asks");
    }
    return texts.of("chat.agent." + switch (model.boxes().getOrDefault(agent.id(), "")) {
      case "starting" -> "wakes";
      case "running" -> "awake";
      case "parked", "backing_off" -> "trouble";
      default -> "asleep";
    });
  }

  /// The screen.
  ///
  /// @param browse opens an address of the web, after the question
  public static Screen screen(PendingChanges pending, Navigation navigation, Texts texts, Consumer<String> browse) {
    return new Screen("chat", "mdi2m-message-text-outline", new SimpleIntegerProperty(), backend -> {
      ChatViewModel model = new ChatViewModel(backend, pending, navigation, texts, new SecureRandom());
      return new Screen.Opened(model, new ChatView(model, browse, texts));
    });
  }

  /// One agent and what it does now.
  private static final class AgentCell extends javafx.scene.control.ListCell<AgentView> {
    private final java.util.function.Function<AgentView, String> doing;
    private final Label name = new Label();
    private final Label below = new Label();
    private final javafx.scene.layout.VBox lines = new javafx.scene.layout.VBox(3, name, below);

    AgentCell(java.util.function.Function<AgentView, String> doing) {
      this.doing = doing;
      name.getStyleClass().add("text-bold");
      below.getStyleClass().addAll("text-muted", "text-small");
      getStyleClass().add("card-cell");
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@org.jspecify.annotations.Nullable AgentView agent, boolean empty) {
      super.updateItem(agent, empty);
      if (empty || agent == null) {
        setGraphic(null);
        setAccessibleText(null);
      } else {
        name.setText(VisibleText.line(agent.name()));
        below.setText(doing.apply(agent));
        setAccessibleText(name.getText() + ". " + below.getText());
        setGraphic(lines);
      }
    }
  }
}
