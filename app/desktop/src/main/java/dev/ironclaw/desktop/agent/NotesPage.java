package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.note.NotesView;
import dev.ironclaw.desktop.shell.Texts;
import javafx.scene.layout.BorderPane;

/// What an agent remembers, as a page of this screen.
final class NotesPage extends BorderPane {
  NotesPage(AgentsViewModel screen, Page.Notes page, Texts texts) {
    setTop(new PageHead(texts, texts.of("agents.notes.title", VisibleText.brief(page.model().agent())), screen::back));
    setCenter(new NotesView(page.model(), texts));
  }
}
