package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.JobId;

/// The review of one job.
///
/// @param digest of the changes that somebody accepted; else empty
public record JobReview(JobId job, String project, ReviewState state, String digest) {
  /// Whether there is a copy that the job's files are found in.
  public boolean hasCopy() {
    return switch (state) {
      case WORKING, OPEN, ACCEPTING -> true;
      case ACCEPTED, DISCARDED -> false;
    };
  }
}
