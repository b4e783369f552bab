package dev.ironclaw.desktop.notification;

/// Whether somebody who is not the user may be at the screen.
@FunctionalInterface
public interface ScreenLock {
  /// True too where nobody knows.
  boolean isLocked();
}
