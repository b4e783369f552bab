package dev.ironclaw.controlplane.job;

import java.util.Map;

/// How many jobs are in each state; every state is there.
public record JobSummary(Map<JobState, Integer> counts) {
  public JobSummary {
    counts = Map.copyOf(counts);
  }

  public int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
