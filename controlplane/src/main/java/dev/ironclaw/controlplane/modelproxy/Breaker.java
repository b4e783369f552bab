package dev.ironclaw.controlplane.modelproxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// One circuit breaker: after some failures in a window nobody is let through for a while, then one call is tried. The
/// while doubles with each trial that fails and starts anew with the first success.
///
/// Threading: any thread.
final class Breaker {
  static final int FAILURES = 5;
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Deque<Instant> failures = new ArrayDeque<>();
  private Duration pause = Duration.ZERO;
  private Optional<Instant> opensAt = Optional.empty();
  private boolean trying;

  /// Asks for a call. Every call that is let through ends with one of [#succeeded], [#failed] and [#unknown].
  ///
  /// @return for how long nobody is let through; empty lets this one
  synchronized Optional<Duration> ask(Instant now) {
    if (opensAt.isEmpty()) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, opensAt.get());
    if (left.isPositive()) {
      return Optional.of(left);
    }
    if (trying) {
      return Optional.of(FIRST_PAUSE);
    }
    trying = true;
    return Optional.empty();
  }

  /// True where this closed it.
  synchronized boolean succeeded() {
    boolean wasOpen = opensAt.isPresent();
    failures.clear();
    pause = Duration.ZERO;
    opensAt = Optional.empty();
    trying = false;
    return wasOpen;
  }

  /// For how long nobody is let through from now on, where this opened it, or opened it again.
  synchronized Optional<Duration> failed(Instant now) {
    if (opensAt.isPresent() && !trying) {
      return Optional.empty(); // A call from before it opened.
    }
    failures.addLast(now);
    while (failures.size() > FAILURES || failures.getFirst().isBefore(now.minus(WINDOW))) {
      failures.removeFirst();
    }
    if (!trying && failures.size() < FAILURES) {
      return Optional.empty();
    }
    trying = false;
    failures.clear();
    pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
    opensAt = Optional.of(now.plus(pause));
    return Optional.of(pause);
  }

  /// The call told nothing of the upstream, as one that the box hung up on.
  synchronized void unknown() {
    trying = false;
  }

  /// Until when nobody is let through; empty where the next call is.
  synchronized Optional<Instant> pausedUntil(Instant now) {
    return opensAt.filter(now::isBefore);
  }

  /// As a new one.
  synchronized boolean isFresh() {
    return opensAt.isEmpty() && failures.isEmpty() && !trying;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
