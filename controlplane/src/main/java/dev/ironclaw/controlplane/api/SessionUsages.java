package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.controlplane.session.BoxStatus;
import dev.ironclaw.controlplane.session.SessionControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What boxes use, measured when somebody asks: each box takes some milliseconds of `/proc`. One measurement at a time, and
/// whoever asks within a second of it gets the same.
///
/// Threading: any thread.
final class SessionUsages {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final SessionControl control;
  private final InstantSource clock;
  private final ReentrantLock one = new ReentrantLock();
  private Instant measuredAt = Instant.MIN;
  private List<SessionUsageView> measured = List.of();

  SessionUsages(SessionControl control, InstantSource clock) {
    this.control = control;
    this.clock = clock;
  }

  /// Of every session with a box that runs, in no order.
  List<SessionUsageView> now() {
    one.lock();
    try {
      Instant now = clock.instant();
      if (measuredAt.isBefore(now.minus(FRESH)) || measuredAt.isAfter(now)) {
        measured = control.boxes().stream().flatMap(box -> view(box).stream()).toList();
        measuredAt = now;
      }
      return measured;
    } finally {
      one.unlock();
    }
  }

  private static Optional<SessionUsageView> view(BoxStatus status) {
    if (status.session().isEmpty() || status.box().isEmpty()) {
      return Optional.empty();
    }
    return status.usage().get().map(usage -> new SessionUsageView(status.session().get().value(),
        status.box().get().value(), usage.memoryBytes(), usage.processorTime().toMillis(),
        usage.startedAt().toString()));
  }
}
