package dev.ironclaw.controlplane.box;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes of requests and answers that the server holds for all boxes together, so that many boxes that each keep to their own
/// limit can't fill the heap.
final class BufferBudget implements Allowance {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  BufferBudget(long most) {
    this.most = most;
  }

  @Override
  public boolean reserve(long bytes) {
    if (held.addAndGet(bytes) > most) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  @Override
  public void release(long bytes) {
    held.addAndGet(-bytes);
  }
}
