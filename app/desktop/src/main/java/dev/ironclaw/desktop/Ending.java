package dev.ironclaw.desktop;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must not outlive the program: ended once, by quitting or by a signal, whichever comes first.
///
/// Threading: any thread.
final class Ending implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean ended;
  /// How many are being closed.
  private int closing;

  /// Ends with the program; at once where that has ended.
  void add(AutoCloseable one) {
    synchronized (open) {
      if (!ended) {
        open.push(one);
        return;
      }
      closing++;
    }
    end(one);
  }

  /// Ends now.
  void close(AutoCloseable one) {
    synchronized (open) {
      open.remove(one);
      closing++;
    }
    end(one);
  }

  /// The newest first. Returns once all are closed, also those that another thread is closing: what comes after it may
  /// count on that.
  @Override
  public void close() {
    for (AutoCloseable one = next(); one != null; one = next()) {
      end(one);
    }
    awaitOthers();
  }

  private void awaitOthers() {
    synchronized (open) {
      try {
        while (closing > 0) {
          open.wait();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable AutoCloseable next() {
    synchronized (open) {
      ended = true;
      AutoCloseable one = open.poll();
      if (one != null) {
        closing++;
      }
      return one;
    }
  }

  private void end(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      LOG.error("at the end", e);
    } finally {
      synchronized (open) {
        closing--;
        open.notifyAll();
      }
    }
  }
}
