package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.job.WorkerApi;
import java.time.Duration;

/// How long the host is asked to hold one request for a prompt.
final class Waits {
  private Waits() {}

  /// As long as there is time, at most what the host allows; whole seconds.
  static Duration next(Deadline idle) {
    return Duration.ofSeconds(Math.min(idle.left().toSeconds(), WorkerApi.LONGEST_WAIT_SECONDS));
  }
}
