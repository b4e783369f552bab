package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Tabs;
import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;

/// Approvals in the navigation: what waits, what was decided, what agents hold because of it.
public final class ApprovalsView extends BorderPane {
  private ApprovalsView(Tabs tabs, Texts texts) {
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.approvals"));
    title.getStyleClass().add("title-2");
    setTop(title);
    setCenter(tabs);
  }

  /// The screen, with how many wait.
  public static Screen screen(PendingChanges pending, Texts texts) {
    return new Screen("approvals", "mdi2i-inbox", Bindings.size(pending.changes()),
        backend -> open(backend, pending, texts));
  }

  private static Screen.Opened open(Backend backend, PendingChanges pending, Texts texts) {
    WaitingViewModel waiting = new WaitingViewModel(backend, pending, texts);
    HistoryViewModel history = new HistoryViewModel(backend, texts);
    GrantsViewModel grants = new GrantsViewModel(backend, texts);
    Tabs tabs = new Tabs();
    tabs.add("waiting", texts.of("approvals.tab.waiting"), waiting, new WaitingView(waiting, texts));
    tabs.add("history", texts.of("approvals.tab.history"), history, new HistoryView(history, texts));
    tabs.add("grants", texts.of("approvals.tab.grants"), grants, new GrantsView(grants, texts));
    return new Screen.Opened(tabs, new ApprovalsView(tabs, texts));
  }
}
