package dev.ironclaw.desktop.shell;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a person is told once, above every screen, until they put it away.
///
/// Threading: the UI thread.
public final class Notices {
  private static final int MOST = 3;

  private final ObservableList<String> told = FXCollections.observableArrayList();

  /// Oldest first.
  public ObservableList<String> told() {
    return FXCollections.unmodifiableObservableList(told);
  }

  /// Tells it, unless it stands there already; the oldest goes where there are too many.
  public void tell(String words) {
    if (!told.contains(words)) {
      told.add(words);
      List<String> old = List.copyOf(told.subList(0, Math.max(0, told.size() - MOST)));
      told.removeAll(old);
    }
  }

  public void dismiss(String words) {
    told.remove(words);
  }
}
