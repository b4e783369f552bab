package dev.ironclaw.desktop.shell;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A delay that costs nothing until it is over. A transition of the toolkit would draw sixty pictures a second all the
/// while, also of a window that nobody sees.
public final class Later implements Delay, AutoCloseable {
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("later").factory(), new ThreadPoolExecutor.DiscardPolicy());
  private final Executor ui;

  /// @param ui where the work is done
  public Later(Executor ui) {
    this.ui = ui;
  }

  @Override
  public void after(Duration time, Runnable work) {
    var _ = timer.schedule(() -> ui.execute(work), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// What is not due yet is never done.
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
