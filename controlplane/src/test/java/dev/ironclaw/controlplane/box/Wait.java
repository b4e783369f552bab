package dev.ironclaw.controlplane.box;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// For what happens on a server's thread and tells nobody: yields until it is so, and fails after a minute.
final class Wait {
  private Wait() {}

  static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it never became so");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
