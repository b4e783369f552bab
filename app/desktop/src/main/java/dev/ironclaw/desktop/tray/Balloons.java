package dev.ironclaw.desktop.tray;

/// Short messages beside an icon. They can't be taken back.
///
/// Threading: any thread.
public interface Balloons {
  /// Shows one, in place of the one before.
  ///
  /// @param critical shown as a warning
  /// @param clicked run on the UI thread
  void display(String caption, String text, boolean critical, Runnable clicked);
}
