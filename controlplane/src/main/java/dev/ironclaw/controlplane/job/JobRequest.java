package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.gateway.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What somebody wants done, not checked yet. What is left out is as the operator has set it for the mode.
///
/// @param project its folder below the projects' folder; empty for one of the job's own
/// @param hosts what it may reach beside what every job may, in the forms of [HostPattern]
/// @param cpuPercent of one processor: 100 is one whole
/// @param timeout of each turn: anew with each prompt that it takes, and without the time in which it waits for one
/// @param review whether its changes wait for a person before they touch the project
/// @param stays whether it waits for more prompts after each answer, an hour for the next at most; else it ends by itself
/// @param agent whose tool asked for it
/// @param origin in which conversation: it is told there of the job's end
public record JobRequest(String title, String description, JobMode mode, Optional<String> project,
    List<CredentialGrant> grants, List<String> hosts, Optional<Integer> memoryMb, Optional<Integer> cpuPercent,
    Optional<Duration> timeout,
    Optional<Integer> maxIterations, boolean review, boolean stays, Optional<AgentGroupId> agent,
    Optional<Origin> origin) {
  public JobRequest {
    grants = List.copyOf(grants);
    hosts = List.copyOf(hosts);
  }

  /// With all that can be left out left out.
  public static JobRequest of(String title, String description, JobMode mode) {
    return new JobRequest(title, description, mode, Optional.empty(), List.of(), List.of(), Optional.empty(),
        Optional.empty(),
        Optional.empty(), Optional.empty(), false, false, Optional.empty(), Optional.empty());
  }
}
