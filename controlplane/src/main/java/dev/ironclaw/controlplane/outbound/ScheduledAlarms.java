package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Alarms on one thread, which only hands on. Looks at the clock again at least hourly, so that a machine that slept or
/// had its clock set is late by no more.
final class ScheduledAlarms implements Alarms {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Clock clock;
  private final Consumer<SessionId> ring;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<SessionId, Future<?>> pending = new ConcurrentHashMap<>();

  ScheduledAlarms(Clock clock, Consumer<SessionId> ring) {
    this.clock = clock;
    this.ring = ring;
    this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("outbound-alarm").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void set(SessionId session, Instant when) {
    Duration wait = Duration.between(clock.instant(), when);
    long millis = Math.clamp(wait.toMillis(), 0, LONGEST.toMillis());
    pending.compute(session, (_, earlier) -> {
      if (earlier != null) {
        earlier.cancel(false);
      }
      return timer.isShutdown() ? null : timer.schedule(() -> ring.accept(session), millis, TimeUnit.MILLISECONDS);
    });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
