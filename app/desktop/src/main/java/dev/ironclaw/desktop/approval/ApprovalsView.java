package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Tabs;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.util.Subscription;

/// Approvals in the navigation: what waits, what was decided, what agents hold because of it.
public final class ApprovalsView extends BorderPane {
  private ApprovalsView(Tabs tabs, Texts texts) {
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.approvals"));
    title.getStyleClass().add("title-2");
    setTop(title);
    setCenter(tabs);
  }

  /// What somebody wants to see waits in the first tab.
  private static final class Front implements ViewModel {
    private final Tabs tabs;
    private final PendingChanges pending;
    private final Navigation navigation;
    private Subscription wishes = Subscription.EMPTY;

    Front(Tabs tabs, PendingChanges pending, Navigation navigation) {
      this.tabs = tabs;
      this.pending = pending;
      this.navigation = navigation;
    }

    @Override
    public void start() {
      wishes = Subscription.combine(navigation.host("approvals", pending::show),
          pending.wanted().subscribe(wish -> wish.ifPresent(_ -> tabs.getSelectionModel().selectFirst())));
      tabs.start();
    }

    @Override
    public void stop() {
      wishes.unsubscribe();
      tabs.stop();
    }
  }

  /// The screen, with how many wait.
  public static Screen screen(PendingChanges pending, Navigation navigation, Texts texts) {
    return new Screen("approvals", "mdi2i-inbox", Bindings.size(pending.changes()),
        backend -> open(backend, pending, navigation, texts));
  }

  private static Screen.Opened open(Backend backend, PendingChanges pending, Navigation navigation, Texts texts) {
    WaitingViewModel waiting = new WaitingViewModel(backend, pending, texts);
    HistoryViewModel history = new HistoryViewModel(backend, texts);
    GrantsViewModel grants = new GrantsViewModel(backend, texts);
    Tabs tabs = new Tabs();
    tabs.add("waiting", texts.of("approvals.tab.waiting"), waiting, new WaitingView(waiting, texts));
    tabs.add("history", texts.of("approvals.tab.history"), history, new HistoryView(history, texts));
    tabs.add("grants", texts.of("approvals.tab.grants"), grants, new GrantsView(grants, texts));
    return new Screen.Opened(new Front(tabs, pending, navigation), new ApprovalsView(tabs, texts));
  }
}
