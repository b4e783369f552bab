package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/// Closes connections that outlive their time: a unix socket has no read timeout of its own.
///
/// Nearly every deadline is cancelled long before its time, so none wakes the thread that watches while it waits for an
/// earlier moment: under gVisor each wake costs as much as a whole exchange. Threading: one daemon thread; any thread may
/// set.
final class Deadlines {
  private final Set<Deadline> waiting = new HashSet<>();
  private long wake = Long.MAX_VALUE;

  Deadlines() {
    Thread thread = new Thread(this::watch, "deadlines");
    thread.setDaemon(true);
    thread.start();
  }

  /// Cancel the result when the work is done in time.
  synchronized Deadline close(Closeable connection, Duration after) {
    // Now and the time were both cut to whole milliseconds: never early, or a call looks as if it had time left.
    Deadline deadline = new Deadline(connection, millis() + after.toMillis() + 1);
    waiting.add(deadline);
    if (deadline.due < wake) {
      notifyAll();
    }
    return deadline;
  }

  private void watch() {
    try {
      while (true) {
        due().forEach(Deadlines::closeNow);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the next deadlines to pass.
  private synchronized Set<Deadline> due() throws InterruptedException {
    Set<Deadline> due = new HashSet<>();
    while (due.isEmpty()) {
      long now = millis();
      wake = Long.MAX_VALUE;
      for (Iterator<Deadline> each = waiting.iterator(); each.hasNext();) {
        Deadline deadline = each.next();
        if (deadline.due <= now) {
          each.remove();
          due.add(deadline);
        } else {
          wake = Math.min(wake, deadline.due);
        }
      }
      if (due.isEmpty()) {
        wait(wake == Long.MAX_VALUE ? 0 : wake - now);
      }
    }
    return due;
  }

  private synchronized boolean remove(Deadline deadline) {
    return waiting.remove(deadline);
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }

  private static void closeNow(Deadline deadline) {
    try {
      deadline.connection.close();
    } catch (IOException alreadyBroken) {
      // silent-ok: the reader of this connection sees it end either way
    }
  }

  /// One connection's time.
  final class Deadline {
    private final Closeable connection;
    private final long due;

    private Deadline(Closeable connection, long due) {
      this.connection = connection;
      this.due = due;
    }

    /// False where it has passed: the connection is closed, or about to be.
    boolean cancel() {
      return remove(this);
    }
  }
}
