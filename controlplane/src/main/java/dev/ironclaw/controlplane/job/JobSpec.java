package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.util.List;
import java.util.Optional;

/// What a job is to do and may do, checked. A restart keeps all of it.
///
/// @param project its folder below the projects' folder; empty for one of the job's own
/// @param review whether its changes wait for a person before they touch the project
/// @param hosts what it may reach beside what every job may; each once, sorted
/// @param maxIterations rounds of a worker, turns of Claude Code
/// @param stays whether it waits for more prompts after each answer
/// @param owner the operator who created it, or approved it
/// @param agent whose tool asked for it
/// @param origin in which conversation: it is told there of the job's end
/// @param restartOf the job that this one does again
public record JobSpec(String title, String description, JobMode mode, Optional<String> project,
    List<CredentialGrant> grants, List<HostPattern> hosts, JobLimits limits, int maxIterations, boolean review,
    boolean stays, String owner,
    Optional<AgentGroupId> agent,
    Optional<Origin> origin, Optional<JobId> restartOf) {
  public JobSpec {
    grants = List.copyOf(grants);
    hosts = List.copyOf(hosts);
  }

  /// The same, after that one.
  JobSpec again(JobId before) {
    return new JobSpec(title, description, mode, project, grants, hosts, limits, maxIterations, review, stays, owner,
        agent,
        origin, Optional.of(before));
  }

  /// The conversation that it was asked for in.
  public Optional<SessionId> session() {
    return origin.map(Origin::session);
  }
}
