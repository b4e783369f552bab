package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.time.Instant;
import java.util.Optional;

/// One job as the store has it.
///
/// @param note what it last said of itself
/// @param iteration how many rounds it says to have done
/// @param result its last words, redacted; empty while it runs
/// @param reason why it ended otherwise than well
/// @param keptBytes what it alone has left on the disk; empty until that was counted, at its end
/// @param weaker what its container's runtime does not hold back, for people; empty for nothing, and before it started
public record Job(JobId id, JobSpec spec, JobState state, Instant createdAt, Optional<Instant> startedAt,
    Optional<Instant> endedAt, Optional<String> note, int iteration, Optional<String> result,
    Optional<String> reason, Optional<String> weaker, Optional<Long> keptBytes) {
  /// Whether [Jobs#restart] takes it.
  public boolean canRestart() {
    return switch (state) {
      case FAILED, INTERRUPTED, CANCELLED -> true;
      case QUEUED, CREATING, RUNNING, COMPLETED -> false;
    };
  }

  /// Whether [Jobs#prompt] takes it.
  public boolean canPrompt() {
    return !state.isOver();
  }
}
