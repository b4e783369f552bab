package dev.ironclaw.desktop.agent;

import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.layout.BorderPane;

/// Agents in the navigation: the open page, whichever it is.
public final class AgentsView extends BorderPane {
  private final AgentsViewModel model;
  private final Texts texts;

  private AgentsView(AgentsViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    getStyleClass().add("screen");
    AgentListView list = new AgentListView(model, texts);
    model.page().subscribe(page -> show(page, list));
  }

  private void show(Page page, AgentListView list) {
    setCenter(switch (page) {
      case Page.Overview overview -> list.of(overview.model());
      case Page.One one -> new AgentPage(model, one, texts);
      case Page.Form form -> new BuilderView(model, form, texts);
      case Page.Budget budget -> new BudgetFormView(model, budget, texts);
      case Page.Notes notes -> new NotesPage(model, notes, texts);
      case Page.Review review -> new AgentReview(model, review, texts);
    });
  }

  /// The screen.
  public static Screen screen(PendingChanges pending, Navigation navigation, Texts texts) {
    return new Screen("agents", "mdi2r-robot-outline", new SimpleIntegerProperty(), backend -> {
      AgentsViewModel model = new AgentsViewModel(backend, pending, navigation, texts);
      return new Screen.Opened(model, new AgentsView(model, texts));
    });
  }
}
