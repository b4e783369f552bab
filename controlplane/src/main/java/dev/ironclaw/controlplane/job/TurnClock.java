package dev.ironclaw.controlplane.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long a job may go on: so long in each turn as its limit says, and an hour for the next prompt. Time in which it asks
/// for a prompt and none is there counts as waiting, time in which everything stands still not at all. A job that only says
/// that it waits gains that hour, no more: only a person's prompt begins another turn.
///
/// Threading: whoever has the job's lock.
final class TurnClock {
  static final Duration PATIENCE = Duration.ofHours(1);

  private final Duration limit;
  private Duration worked = Duration.ZERO;
  private Duration waited = Duration.ZERO;
  private Instant since;
  private int waiting;
  private boolean still;

  TurnClock(Duration limit, Instant now) {
    this.limit = limit;
    this.since = now;
  }

  /// It asks for a prompt and there is none.
  void waits(Instant now) {
    count(now);
    waiting++;
  }

  /// It got one, or it gave up.
  void goesOn(Instant now) {
    count(now);
    waiting--;
  }

  /// It takes a person's prompt: another turn.
  void turn(Instant now) {
    count(now);
    worked = Duration.ZERO;
    waited = Duration.ZERO;
  }

  void standsStill(Instant now) {
    count(now);
    still = true;
  }

  void movesOn(Instant now) {
    count(now);
    still = false;
  }

  private void count(Instant now) {
    if (!still) {
      Duration passed = Duration.between(since, now);
      if (waiting > 0) {
        waited = waited.plus(passed);
      } else {
        worked = worked.plus(passed);
      }
    }
    since = now;
  }

  /// When it is over if nothing changes; empty where no time counts.
  Optional<Instant> end() {
    if (still) {
      return Optional.empty();
    }
    return Optional.of(since.plus(waiting > 0 ? PATIENCE.minus(waited) : limit.minus(worked)));
  }

  /// Why it is over, for people; empty where it may go on.
  Optional<String> verdict(Instant now) {
    count(now);
    if (worked.compareTo(limit) >= 0) {
      return Optional.of("it worked longer than its time limit of " + limit.toSeconds() + " s");
    }
    return waited.compareTo(PATIENCE) >= 0
        ? Optional.of("it waited an hour for a prompt and none came")
        : Optional.empty();
  }
}
