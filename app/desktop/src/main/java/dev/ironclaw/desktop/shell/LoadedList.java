package dev.ironclaw.desktop.shell;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A list of the control plane's as it was loaded last. What was known stays where loading fails: that the connection is
/// lost is said above every screen.
///
/// Threading: the UI thread.
public final class LoadedList<T> {
  private final Calls calls;
  private final Supplier<List<T>> source;
  private final ObservableList<T> items = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  /// How often was asked, and which of these was answered: an older answer may still have what went meanwhile.
  private int asked;
  private int answered;

  /// Empty and loading before the first [#load].
  ///
  /// @param source asks the control plane
  public LoadedList(Calls calls, Supplier<List<T>> source) {
    this.calls = calls;
    this.source = source;
  }

  public ObservableList<T> items() {
    return items;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  public void load() {
    load(() -> {});
  }

  /// Loads it anew.
  ///
  /// @param then runs once the items are there
  public void load(Runnable then) {
    int question = ++asked;
    calls.call(source, found -> {
      if (question == asked) {
        answered = question;
        items.setAll(found);
        state.set(found.isEmpty() ? new ListState.Empty() : new ListState.Filled());
        then.run();
      }
    }, problem -> {
      if (question == asked) {
        answered = question;
        if (items.isEmpty()) {
          state.set(new ListState.Failed(problem.words()));
        }
      }
    });
  }

  /// What these were is gone; an answer that is on its way may not know it yet, so another one is asked for.
  public void remove(Predicate<T> gone) {
    items.removeIf(gone);
    if (asked != answered) {
      load();
    } else if (items.isEmpty()) {
      state.set(new ListState.Empty());
    }
  }
}
