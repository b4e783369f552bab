package dev.ironclaw.sandbox.boxclient;

import java.util.concurrent.ThreadLocalRandom;

/// The waits between attempts: each twice the last up to a bound, each with up to half of it as jitter, so that many
/// boxes do not return to a restarted host in one instant. One for each run of attempts; not for two threads.
public final class Backoff {
  private final long lastMillis;
  private long millis;

  public Backoff(long firstMillis, long lastMillis) {
    this.millis = firstMillis;
    this.lastMillis = lastMillis;
  }

  /// For the host: from 50 ms to 2 s.
  static Backoff forHost() {
    return new Backoff(50, 2_000);
  }

  public long nextMillis() {
    long next = millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    millis = Math.min(lastMillis, millis * 2);
    return next;
  }
}
