package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.orchestrator.JobToken;
import dev.ironclaw.controlplane.orchestrator.Orchestrator;
import java.nio.file.Path;

/// Jobs' folders at the orchestrator.
public record OrchestratorCrossings(Orchestrator orchestrator) implements JobCrossings {
  @Override
  public Path open(JobId job, String token) {
    return orchestrator.open(job, new JobToken(token));
  }

  @Override
  public void reopen(JobId job, String tokenHash) {
    var _ = orchestrator.reopen(job, tokenHash);
  }

  @Override
  public void revoke(JobId job) {
    orchestrator.revoke(job);
  }

  @Override
  public void close(JobId job) {
    orchestrator.close(job);
  }

  @Override
  public void sweep() {
    orchestrator.sweep();
  }

  @Override
  public void close() {
    orchestrator.close();
  }
}
