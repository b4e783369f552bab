package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of one turn, called from outside it: closes whatever the turn waits on. Threading: any thread cancels; the
/// turn's thread binds and pauses.
public final class Cancellation {
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Optional<Closeable> bound = Optional.empty();

  public void cancel() {
    cancelled.countDown();
    closeBound();
  }

  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /// Closed at once when already cancelled; takes the place of what was bound before.
  public void bind(Closeable waitedOn) {
    synchronized (this) {
      bound = Optional.of(waitedOn);
    }
    if (isCancelled()) {
      closeBound();
    }
  }

  /// What was bound is done with and may live on.
  ///
  /// @return false where it was cancelled: what was bound is closed, or about to be
  boolean release() {
    synchronized (this) {
      bound = Optional.empty();
    }
    return !isCancelled();
  }

  /// Waits, but not after the cancellation.
  public void pause(long millis) {
    try {
      cancelled.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeBound() {
    if (bound.isPresent()) {
      try {
        bound.get().close();
      } catch (IOException alreadyBroken) {
        // silent-ok: it was to end, and it has
      }
    }
  }
}
