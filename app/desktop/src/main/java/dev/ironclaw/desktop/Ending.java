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

  /// Ends with the program; at once where that has ended.
  void add(AutoCloseable one) {
    synchronized (open) {
      if (!ended) {
        open.push(one);
        return;
      }
    }
    end(one);
  }

  /// Ends now.
  void close(AutoCloseable one) {
    synchronized (open) {
      open.remove(one);
    }
    end(one);
  }

  /// The newest first.
  @Override
  public void close() {
    for (AutoCloseable one = next(); one != null; one = next()) {
      end(one);
    }
  }

  private @Nullable AutoCloseable next() {
    synchronized (open) {
      ended = true;
      return open.poll();
    }
  }

  private static void end(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      LOG.error("at the end", e);
    }
  }
}
