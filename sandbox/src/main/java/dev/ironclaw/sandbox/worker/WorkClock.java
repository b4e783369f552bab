package dev.ironclaw.sandbox.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Counts the time in which the container runs. While its host lets all of it stand still, the machine's clock goes on, and a
/// job that is let go again would find its time used up by nothing. So it is looked at once a second, and what is longer
/// than three did not count. Threading: any thread.
final class WorkClock implements LongSupplier {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long MOST_NANOS = Duration.ofSeconds(3).toNanos();

  private final LongSupplier machine;
  private long seen;
  private long counted;

  /// @param machine nanoseconds from any moment, counting up
  WorkClock(LongSupplier machine) {
    this.machine = machine;
    this.seen = machine.getAsLong();
  }

  /// Nanoseconds since it was made in which the container ran.
  @Override
  public synchronized long getAsLong() {
    long now = machine.getAsLong();
    counted += Math.min(now - seen, MOST_NANOS);
    seen = now;
    return counted;
  }

  /// Looks at it from now on, as long as this program runs.
  WorkClock watched() {
    Thread thread = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(LOOK.toNanos());
        getAsLong();
      }
    }, "clock");
    thread.setDaemon(true);
    thread.start();
    return this;
  }
}
