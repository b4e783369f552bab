package dev.ironclaw.controlplane.jobbox;

import java.time.Duration;

/// What a job may use; hard limits, held by the engine and by the host's own clock.
///
/// @param memoryBytes swap included
/// @param cpuPercent of one processor: 100 is one whole
/// @param outputBytes of all that it adds to its project and its output together
public record JobLimits(long memoryBytes, int cpuPercent, int pids, Duration timeout, long outputBytes) {
  /// For [dev.ironclaw.contract.job.JobMode#WORKER].
  public static final JobLimits WORKER = new JobLimits(2048L << 20, 100, 512, Duration.ofMinutes(10), 2L << 30);
  /// For [dev.ironclaw.contract.job.JobMode#CLAUDE_CODE].
  public static final JobLimits CLAUDE_CODE = WORKER.withMemory(4096L << 20);

  /// The same with more or less memory.
  public JobLimits withMemory(long bytes) {
    return new JobLimits(bytes, cpuPercent, pids, timeout, outputBytes);
  }
}
