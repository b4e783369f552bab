package dev.ironclaw.controlplane.job;

import java.util.Map;

/// How many jobs are in each state; every state is there.
///
/// @param keptBytes what those that are over have left on the disk
public record JobSummary(Map<JobState, Integer> counts, long keptBytes) {
  public JobSummary {
    counts = Map.copyOf(counts);
  }

  public int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
