package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.SessionId;
import java.util.Optional;

/// Which jobs a list shows; each that is empty lets all through.
///
/// @param before only those that were created before this one, for the next page
public record JobFilter(Optional<JobState> state, Optional<String> owner, Optional<AgentGroupId> agent,
    Optional<SessionId> session, Optional<JobId> before) {
  /// Every job.
  public static final JobFilter ALL = new JobFilter(Optional.empty(), Optional.empty(), Optional.empty(),
      Optional.empty(), Optional.empty());
}
