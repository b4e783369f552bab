package dev.ironclaw.controlplane.orchestrator;

import java.time.Duration;

/// How much one job may ask of the host. Sizes of single bodies are in [WorkerApi].
///
/// @param requestsPerSecond refill of the bucket that every request but a model call draws from
/// @param requestBurst what that bucket holds
/// @param modelCallsPerSecond refill of the bucket that model calls draw from
/// @param modelCallBurst what that bucket holds
/// @param concurrentModelCalls model calls at a time
/// @param concurrentRequests other requests at a time: each may hold a thread for the disk
/// @param connections open connections; one more is closed unheard
/// @param request time for a request to arrive, and for an idle connection to be used again
/// @param bufferedBytes for all jobs together, of each: request bodies that are held, what they take while they are read,
///        gathered answers
/// @param modelCalls of one job in all, since the control plane started
/// @param modelTokens of one job in all, since the control plane started
/// @param eventBytes of one job in all, since the control plane started; afterwards it can only say its result
public record OrchestratorLimits(long requestsPerSecond, long requestBurst, long modelCallsPerSecond,
    long modelCallBurst, int concurrentModelCalls, int concurrentRequests, int connections, Duration request,
    long bufferedBytes, long modelCalls, long modelTokens, long eventBytes) {
  public static final OrchestratorLimits DEFAULT = new OrchestratorLimits(200, 400, 10, 40, 8, 8, 64,
      Duration.ofSeconds(30), 256L << 20, 5_000, 100_000_000, 512L << 20);

  /// Of one model answer, gathered for the job's own agent.
  static final int MAX_ANSWER_BYTES = 16 << 20;
  /// Of results that a job which has used up its events may still say.
  static final int LAST_RESULTS = 10;
  /// What a job says of how it goes is written where people's decisions are, so it may do so less often than all else.
  static final int STATUS_PER_SECOND = 2;
  static final int STATUS_BURST = 40;
  /// Of requests for a prompt that wait at a time.
  static final int CONCURRENT_PROMPTS = 2;
}
