package dev.ironclaw.contract.api;

import java.util.List;

/// Container jobs, newest first.
///
/// @param more whether there are more before the last
public record JobListView(List<JobView> jobs, boolean more) {
  public JobListView {
    jobs = List.copyOf(jobs);
  }
}
