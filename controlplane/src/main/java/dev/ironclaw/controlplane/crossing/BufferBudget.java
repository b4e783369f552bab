package dev.ironclaw.controlplane.crossing;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes of requests and answers that the server holds, so that many peers that each keep to their own
/// limit can't fill the heap.
public final class BufferBudget implements Allowance {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  /// Of so many bytes.
  public BufferBudget(long most) {
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
