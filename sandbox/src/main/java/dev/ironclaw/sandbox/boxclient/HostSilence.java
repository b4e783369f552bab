package dev.ironclaw.sandbox.boxclient;

import java.time.Duration;

/// Notes since when the host has not answered. When it stays silent for the limit, the box must end, so that no
/// orphan lives on. Threading: any thread.
final class HostSilence {
  private final long limitNanos;
  private final Runnable whenGone;
  private boolean silent;
  private long since;

  HostSilence(Duration limit, Runnable whenGone) {
    this.limitNanos = limit.toNanos();
    this.whenGone = whenGone;
  }

  synchronized void answered() {
    silent = false;
  }

  synchronized void failed() {
    long now = System.nanoTime();
    if (!silent) {
      silent = true;
      since = now;
    } else if (now - since > limitNanos) {
      whenGone.run();
    }
  }
}
