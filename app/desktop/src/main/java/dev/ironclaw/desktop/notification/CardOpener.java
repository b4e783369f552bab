package dev.ironclaw.desktop.notification;

/// The window, as notifications need it. On the UI thread.
public interface CardOpener {
  /// Raises the window with that change open, where it still waits.
  void open(String changeId);

  /// Raises the window with all that waits.
  void openInbox();

  /// Raises the window with all that waits besides changes.
  void openHome();

  /// Raises the window with a thing on a screen.
  void show(String screen, String item);

  /// An answer that was given in a notification had no effect.
  ///
  /// @param why what people are told
  void refused(String changeId, String why);
}
