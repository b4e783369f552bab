package dev.ironclaw.desktop.shell;

import java.time.Duration;

/// Runs something later on the UI thread: a seam, so that tests need not wait.
@FunctionalInterface
public interface Delay {
  void after(Duration time, Runnable work);
}
