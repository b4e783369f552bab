package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One agent, whole.
final class AgentPage extends BorderPane {
  private final AgentsViewModel screen;
  private final Page.One page;
  private final Texts texts;
  private final VBox content = new VBox(22);
  private final Hyperlink waiting = new Hyperlink();
  private final PageHead head;
  /// Held here, for the list of what waits outlives this page.
  private final InvalidationListener waits = _ -> waiting();

  AgentPage(AgentsViewModel screen, Page.One page, Texts texts) {
    this.screen = screen;
    this.page = page;
    this.texts = texts;
    String id = page.model().id();
    Button talk = action("agents-talk", "agents.chat", "mdi2c-chat-outline", () -> screen.navigation().go("chat", id));
    talk.setVisible(screen.navigation().offers("chat"));
    talk.setManaged(talk.isVisible());
    Button edit = action("agents-edit", "agents.edit", "mdi2p-pencil-outline", () -> screen.edit(id));
    Button copy = action("agents-duplicate", "agents.duplicate", "mdi2c-content-copy", () -> screen.duplicate(id));
    Button retire = action("agents-retire", "agents.retire", "mdi2a-archive-outline", () -> screen.retire(page));
    head = new PageHead(texts, VisibleText.brief(id), screen::back, talk, edit, copy, retire);
    setTop(head);
    content.getStyleClass().add("page");
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    setCenter(new StatePane(texts, "agents", page.model().state(), scroll, page.model()::load));
    NoteLine note = new NoteLine(page.model().note());
    note.setId("agents-note");
    setBottom(note);
    page.model().facts().subscribe(this::show);
    page.model().facts().subscribe(facts -> {
      for (Button button : new Button[]{talk, edit, copy, retire}) {
        button.setDisable(facts.isEmpty());
      }
    });
    page.model().pending().changes().addListener(new WeakInvalidationListener(waits));
    waiting.setId("agents-waiting");
    waiting.managedProperty().bind(waiting.visibleProperty());
    waiting();
  }

  private Button action(String id, String key, String icon, Runnable work) {
    Button button = new Button(texts.of(key), new FontIcon(icon));
    button.setId(id);
    button.setOnAction(_ -> work.run());
    return button;
  }

  private void waiting() {
    String id = page.model().id();
    var open = page.model().pending().changes().stream().filter(change -> change.agentGroupId().equals(id)).toList();
    waiting.setVisible(!open.isEmpty());
    waiting.setText(texts.of("agents.waiting.go", open.size()));
    waiting.setOnAction(_ -> screen.navigation().go("approvals", open.getFirst().id()));
  }

  private void show(Optional<AgentFacts> facts) {
    content.getChildren().clear();
    facts.ifPresent(found -> {
      head.title(VisibleText.brief(found.agent().name()));
      content.getChildren().addAll(waiting,
          new AgentSections(found, page.model(), screen, texts));
    });
  }
}
