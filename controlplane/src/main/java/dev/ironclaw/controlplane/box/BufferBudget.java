package dev.ironclaw.controlplane.box;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes of request bodies that the server holds for all boxes together, so that many boxes that each keep to their own
/// limit can't fill the heap.
final class BufferBudget {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  BufferBudget(long most) {
    this.most = most;
  }

  boolean reserve(long bytes) {
    if (held.addAndGet(bytes) > most) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
