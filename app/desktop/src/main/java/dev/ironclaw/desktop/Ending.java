package dev.ironclaw.desktop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  /// Runs it on a thread of its own. Whoever ends the program meanwhile waits for it, and closes what it opened.
  ///
  /// @param longest milliseconds that an end waits for it
  void background(String name, long longest, Runnable work) {
    CountDownLatch done = new CountDownLatch(1);
    AutoCloseable awaited = () -> {
      boolean _ = done.await(longest, TimeUnit.MILLISECONDS);
    };
    Thread.ofPlatform().name(name).start(() -> {
      try {
        work.run();
      } finally {
        done.countDown();
        forget(awaited);
      }
    });
    add(awaited);
    if (done.getCount() == 0) {
      forget(awaited);
    }
  }

  private void forget(AutoCloseable one) {
    synchronized (open) {
      open.remove(one);
    }
  }

  /// Ends now.
  void close(AutoCloseable one) {
    synchronized (open) {
      open.remove(one);
      closing++;
    }
    end(one);
  }

  /// How many would be ended now.
  int size() {
    synchronized (open) {
      return open.size();
    }
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
