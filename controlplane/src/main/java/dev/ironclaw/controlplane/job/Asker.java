package dev.ironclaw.controlplane.job;

import dev.ironclaw.controlplane.orchestrator.JobDesk.Prompt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A job that waits for a prompt.
final class Asker extends CompletableFuture<Optional<Prompt>> {
  private final boolean acknowledges;

  /// @param acknowledges whether it says what it has
  Asker(boolean acknowledges) {
    this.acknowledges = acknowledges;
  }

  boolean acknowledges() {
    return acknowledges;
  }
}
