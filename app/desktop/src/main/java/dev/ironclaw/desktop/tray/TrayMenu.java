package dev.ironclaw.desktop.tray;

import java.util.List;

/// The menu, and the sentence that the icon says when it is pointed at.
public record TrayMenu(String sentence, List<TrayEntry> entries) {
  public TrayMenu {
    entries = List.copyOf(entries);
  }
}
