package dev.ironclaw.controlplane.outbound;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait after a failed try: 1 s, 2 s, 4 s … at most 5 minutes, each up to a quarter longer at random so that
/// many rows do not come back in the same moment. Pure but for the dice.
final class RetryPolicy {
  static final int MAX_TRIES = 8;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final RandomGenerator random;

  RetryPolicy(RandomGenerator random) {
    this.random = random;
  }

  /// Empty after the last try.
  ///
  /// @param failed tries so far, from 1
  Optional<Duration> pauseAfter(int failed) {
    return failed >= MAX_TRIES ? Optional.empty() : Optional.of(patientPauseAfter(failed));
  }

  /// For what is never given up, because the fault is ours.
  Duration patientPauseAfter(int failed) {
    long millis = Math.min(LONGEST.toMillis(), 1000L << Math.min(failed - 1, 20));
    return Duration.ofMillis(Math.min(LONGEST.toMillis(), millis + random.nextLong(millis / 4 + 1)));
  }
}
