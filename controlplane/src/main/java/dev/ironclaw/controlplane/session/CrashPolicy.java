package dev.ironclaw.controlplane.session;

import java.time.Duration;

/// How long to wait after boxes failed in a row, and when to give up. Pure.
final class CrashPolicy {
  static final int PARK_AFTER = 5;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private CrashPolicy() {}

  /// What to do after the n-th failure in a row.
  ///
  /// @param failures from 1
  /// @param firstPause the wait after the first one
  static Verdict after(int failures, Duration firstPause) {
    if (failures >= PARK_AFTER) {
      return new Verdict.Park();
    }
    Duration wait = firstPause.multipliedBy(1L << (failures - 1));
    return new Verdict.Wait(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  /// Wait and try again, or stop trying until somebody looks.
  sealed interface Verdict {
    record Wait(Duration duration) implements Verdict {}

    record Park() implements Verdict {}
  }
}
