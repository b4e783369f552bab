package dev.ironclaw.desktop.chat;

import java.util.HashSet;
import java.util.Set;

/// Which rows show more than their first line: a cell is used for many rows, so none remembers it.
final class Unfolded {
  private final Set<String> ids = new HashSet<>();
  private final Runnable changed;

  Unfolded(Runnable changed) {
    this.changed = changed;
  }

  boolean is(String id) {
    return ids.contains(id);
  }

  void toggle(String id) {
    if (!ids.remove(id)) {
      ids.add(id);
    }
    changed.run();
  }
}
