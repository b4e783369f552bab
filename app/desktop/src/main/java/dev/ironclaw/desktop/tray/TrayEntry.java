package dev.ironclaw.desktop.tray;

import java.util.List;

/// One line of the menu.
public sealed interface TrayEntry {
  record Action(TrayAction action, String text, boolean enabled) implements TrayEntry {
    Action(TrayAction action, String text) {
      this(action, text, true);
    }
  }

  record Separator() implements TrayEntry {}

  record Submenu(String text, List<TrayEntry> entries) implements TrayEntry {
    public Submenu {
      entries = List.copyOf(entries);
    }
  }

  /// Says something and does nothing.
  record Info(String text) implements TrayEntry {}
}
