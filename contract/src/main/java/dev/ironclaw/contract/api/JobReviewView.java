package dev.ironclaw.contract.api;

import java.util.List;

/// What a job would change in its project.
///
/// @param state `working` until the job has ended, then `open`, `accepting`, `accepted` or `discarded`
/// @param digest of all changes; whoever accepts them sends it
/// @param changes empty once it is accepted or discarded
/// @param leftOut links and other things that are never brought over
public record JobReviewView(String jobId, String project, String state, String digest, List<JobChangeView> changes,
    List<String> leftOut) {
  public JobReviewView {
    changes = List.copyOf(changes);
    leftOut = List.copyOf(leftOut);
  }
}
