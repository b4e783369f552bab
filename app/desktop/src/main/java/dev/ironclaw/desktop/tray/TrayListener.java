package dev.ironclaw.desktop.tray;

/// What happens at the icon; called on the UI thread.
public interface TrayListener {
  /// A click, or another program of the session that says so.
  void chosen(TrayAction action);

  /// The icon became visible or ceased to be.
  void hosted(boolean visible);
}
