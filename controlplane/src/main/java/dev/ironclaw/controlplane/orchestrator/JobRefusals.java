package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.JobId;

/// Hears what jobs were refused, at most once a second for each job, endpoint and status. Must hand on and return.
@FunctionalInterface
public interface JobRefusals {
  /// An endpoint said no.
  ///
  /// @param endpoint `token` where whoever spoke on the job's socket did not prove to be the job's program
  /// @param why plain words, nothing of the container's
  /// @param times how many this stands for
  void refused(JobId job, String endpoint, int status, String why, long times);
}
