package dev.ironclaw.controlplane.queue;

import java.util.concurrent.atomic.AtomicBoolean;

/// One use of a session's open files: until it is closed they stay open. Closing twice is once.
final class Lease implements AutoCloseable {
  private final OpenQueue queue;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(OpenQueue queue, Runnable giveBack) {
    this.queue = queue;
    this.giveBack = giveBack;
  }

  OpenQueue queue() {
    return queue;
  }

  SessionQueue.Subscription untilClosed(Runnable end) {
    return () -> {
      end.run();
      close();
    };
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
