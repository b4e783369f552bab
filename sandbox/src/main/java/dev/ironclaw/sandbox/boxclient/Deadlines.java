package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes connections that outlive their time: a unix socket has no read timeout of its own. Threading: one daemon
/// thread; any thread may set.
final class Deadlines {
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
    Thread thread = new Thread(work, "deadlines");
    thread.setDaemon(true);
    return thread;
  });

  Deadlines() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Cancel the result when the work is done in time.
  ScheduledFuture<?> close(Closeable connection, Duration after) {
    return timer.schedule(() -> closeNow(connection), after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void closeNow(Closeable connection) {
    try {
      connection.close();
    } catch (IOException alreadyBroken) {
      // silent-ok: the reader of this connection sees it end either way
    }
  }
}
