package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Waits between attempts: from 50 ms doubling to 2 s, each with up to half of it as jitter, so that many boxes do not
/// return to a restarted host in one instant. One for each run of attempts; not for two threads.
public final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final long LAST_MILLIS = 2_000;

  private final long lastMillis;
  private long millis;

  public Backoff() {
    this(FIRST_MILLIS, LAST_MILLIS);
  }

  public Backoff(long firstMillis, long lastMillis) {
    this.millis = firstMillis;
    this.lastMillis = lastMillis;
  }

  public void pause() {
    long jitter = ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    try {
      TimeUnit.MILLISECONDS.sleep(millis + jitter);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.INTERNAL, "wait for the host: interrupted", stopped);
    }
    millis = Math.min(lastMillis, millis * 2);
  }
}
