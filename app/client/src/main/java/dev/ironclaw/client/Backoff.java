package dev.ironclaw.client;

import java.time.Duration;

/// How long to wait before connecting again.
///
/// @param first after the first failure; doubled with each more
/// @param most never longer
public record Backoff(Duration first, Duration most) {
  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  /// The wait after that many failures in a row.
  ///
  /// @param failures from 1
  public Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(most) > 0 ? most : wait;
  }
}
