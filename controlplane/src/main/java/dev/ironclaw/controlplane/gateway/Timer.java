package dev.ironclaw.controlplane.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs something at one moment.
@FunctionalInterface
public interface Timer {
  /// At or after `when`, on another thread.
  Alarm at(Instant when, Runnable task);

  /// A task that waits for its moment.
  @FunctionalInterface
  interface Alarm {
    void cancel();
  }

  /// On an executor with platform threads, for the tasks write to the database.
  static Timer of(ScheduledExecutorService executor, Clock clock) {
    return (when, task) -> {
      long millis = Math.max(0, Duration.between(clock.instant(), when).toMillis() + 1);
      Future<?> future = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    };
  }
}
