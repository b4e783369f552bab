package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// When a turn of the job must be over: a little before the host ends it, so that what there is can still be reported.
///
/// @param whole the time that the host gives
/// @param clock nanoseconds from any moment, counting up
record Deadline(long endNanos, Duration whole, LongSupplier clock) {
  private static final Duration MOST_AHEAD = Duration.ofSeconds(10);
  private static final int SHARE_AHEAD = 10;

  /// For one turn of a job that has so much time for each.
  static Deadline ofTurn(Duration time, LongSupplier clock) {
    Duration share = Duration.ofNanos(time.toNanos() / SHARE_AHEAD);
    Duration ahead = share.compareTo(MOST_AHEAD) < 0 ? share : MOST_AHEAD;
    return new Deadline(clock.getAsLong() + time.minus(ahead).toNanos(), time, clock);
  }

  /// Not a moment ahead.
  static Deadline in(Duration time, LongSupplier clock) {
    return new Deadline(clock.getAsLong() + time.toNanos(), time, clock);
  }

  /// Zero once it has passed.
  Duration left() {
    return Duration.ofNanos(Math.max(0, endNanos - clock.getAsLong()));
  }

  /// @throws IronclawException once it has passed
  void check() {
    if (left().isZero()) {
      throw new IronclawException(ErrorCode.NOT_READY,
          "the time of " + whole.toSeconds() + " s is used up; give the job more with its timeout");
    }
  }
}
