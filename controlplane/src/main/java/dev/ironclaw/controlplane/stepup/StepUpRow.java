package dev.ironclaw.controlplane.stepup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is kept of one operator's second factor. Secrets are sealed, in Base64.
///
/// @param secret in force, with the time of its confirmation
/// @param candidate shown and not confirmed yet
/// @param lastStep the newest step whose code was used
/// @param failures wrong codes in a row
record StepUpRow(Optional<Confirmed> secret, Optional<String> candidate, long lastStep, int failures,
    Instant lockedUntil) {
  static final StepUpRow NONE = new StepUpRow(Optional.empty(), Optional.empty(), 0, 0, Instant.EPOCH);
  private static final int TRIES = 5;
  private static final Duration FIRST_LOCK = Duration.ofMinutes(5);
  /// 5 minutes doubled nine times is more than a day.
  private static final int MOST_DOUBLINGS = 9;
  private static final Duration LONGEST_LOCK = Duration.ofHours(24);

  /// A secret that a first code confirmed.
  record Confirmed(String sealed, Instant at) {}

  StepUpRow withCandidate(String sealed) {
    return new StepUpRow(secret, Optional.of(sealed), lastStep, failures, lockedUntil);
  }

  /// The candidate is the secret from now on.
  StepUpRow confirmed(Instant now) {
    return new StepUpRow(candidate.map(sealed -> new Confirmed(sealed, now)), Optional.empty(), lastStep, failures,
        lockedUntil);
  }

  StepUpRow used(long step) {
    return new StepUpRow(secret, candidate, step, 0, Instant.EPOCH);
  }

  /// Every fifth wrong code in a row locks, each time twice as long as before: whoever guesses gets nowhere.
  StepUpRow failed(Instant now) {
    int more = failures + 1;
    int locks = more / TRIES;
    Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(Math.max(0, locks - 1), MOST_DOUBLINGS));
    Instant until = more % TRIES == 0 ? now.plus(lock.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : lock) : lockedUntil;
    return new StepUpRow(secret, candidate, lastStep, more, until);
  }

  boolean isLocked(Instant now) {
    return now.isBefore(lockedUntil);
  }
}
