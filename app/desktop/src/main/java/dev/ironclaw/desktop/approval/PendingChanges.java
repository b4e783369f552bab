package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/// What waits for a human, while the app runs: for the inbox, the tray and the notifications.
public final class PendingChanges implements ViewModel {
  private final Calls calls;
  private final LoadedList<ChangeView> changes;
  private final ReadOnlyObjectWrapper<Optional<String>> wanted = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<String> told = new ReadOnlyObjectWrapper<>("");
  private final List<Consumer<Decided>> listeners = new CopyOnWriteArrayList<>();
  private final Following following;

  /// Somebody decided, here or elsewhere.
  ///
  /// @param outcome the change's state
  public record Decided(ChangeView change, String outcome, String by) {}

  public PendingChanges(Backend backend) {
    this.following = new Following(backend);
    this.calls = following.calls();
    this.changes = new LoadedList<>(calls, () -> backend.client().pendingChanges());
  }

  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
  }

  /// Oldest first.
  public ObservableList<ChangeView> changes() {
    return changes.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return changes.state();
  }

  public Optional<ChangeView> find(String id) {
    return changes().stream().filter(change -> change.id().equals(id)).findFirst();
  }

  /// Id of the change that somebody wants to see, for example at its notification, until it is shown.
  ReadOnlyObjectProperty<Optional<String>> wanted() {
    return wanted.getReadOnlyProperty();
  }

  /// The wish, once.
  Optional<String> takeWanted() {
    Optional<String> wish = wanted.get();
    wanted.set(Optional.empty());
    return wish;
  }

  /// What people are told in the inbox.
  public ReadOnlyObjectProperty<String> told() {
    return told.getReadOnlyProperty();
  }

  public void tell(String words) {
    told.set(words);
  }

  /// Asks the inbox to show that change, where it still waits.
  public void show(String id) {
    wanted.set(Optional.of(id));
  }

  /// Tells of every decision on what waited.
  ///
  /// @param listener told before the change leaves the list
  public Subscription whenDecided(Consumer<Decided> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public void load() {
    changes.load();
  }

  /// It does not wait any more.
  void remove(String id) {
    changes.remove(change -> change.id().equals(id));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.pending", "change.approval" -> load();
      case "change.decided" -> {
        find(event.text("id")).map(change -> new Decided(change, event.text("state"), event.text("decidedBy")))
            .ifPresent(decided -> listeners.forEach(listener -> listener.accept(decided)));
        remove(event.text("id"));
      }
      default -> {
      }
    }
  }
}
