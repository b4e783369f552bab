package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.ListState;
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

  /// What somebody wants to see: what waits is in the first tab, what was decided in the second; a tab can be named too.
  private static final class Front implements ViewModel {
    private final Tabs tabs;
    private final PendingChanges pending;
    private final HistoryViewModel history;
    private final Navigation navigation;
    private Subscription wishes = Subscription.EMPTY;

    Front(Tabs tabs, PendingChanges pending, HistoryViewModel history, Navigation navigation) {
      this.tabs = tabs;
      this.pending = pending;
      this.history = history;
      this.navigation = navigation;
    }

    @Override
    public void start() {
      // What is loaded for a wish belongs to a tab that was started.
      tabs.start();
      wishes = Subscription.combine(navigation.host("approvals", this::show),
          pending.wanted().subscribe(wish -> wish.ifPresent(_ -> tabs.getSelectionModel().selectFirst())));
    }

    private void show(String item) {
      if (tabs.choose(item)) {
        return;
      }
      // A change that this program has not heard of yet waits, as far as it knows.
      if (pending.find(item).isPresent() || !(pending.state().get() instanceof ListState.Filled
          || pending.state().get() instanceof ListState.Empty)) {
        pending.show(item);
      } else {
        tabs.choose("history");
        history.show(item, () -> {
          tabs.choose("waiting");
          pending.show(item);
        });
      }
    }

    @Override
    public boolean isUnsaved() {
      return tabs.isUnsaved();
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
    return new Screen.Opened(new Front(tabs, pending, history, navigation), new ApprovalsView(tabs, texts));
  }
}
