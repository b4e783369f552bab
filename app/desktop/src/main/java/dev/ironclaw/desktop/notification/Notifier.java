package dev.ironclaw.desktop.notification;

import java.util.List;

/// A way to show notifications.
///
/// Threading: any thread.
public interface Notifier extends AutoCloseable {
  /// Shows exactly these: new ones appear, those that are gone disappear where the system lets them.
  void show(List<Notice> notices);

  @Override
  void close();
}
