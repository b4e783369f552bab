package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.box.BoxApi;
import java.time.Duration;

/// How much one box may ask of the host. Sizes of single bodies are in [BoxApi].
///
/// @param requestsPerSecond refill of the bucket that every request but a model call draws from
/// @param requestBurst what that bucket holds
/// @param modelCallsPerSecond refill of the bucket that model calls draw from
/// @param modelCallBurst what that bucket holds
/// @param concurrentModelCalls model calls at a time
/// @param concurrentRequests other requests at a time, the event stream aside: each may hold a thread for a commit
/// @param connections open connections; one more is closed unheard
/// @param request time for a request to arrive, and for an idle connection to be used again
/// @param streamBytes what may wait for a slow reader of the event stream; more and it is cut off, to resume
/// @param bufferedBytes request bodies and state answers held at a time for all boxes together, see [BufferBudgets]
public record BoxLimits(long requestsPerSecond, long requestBurst, long modelCallsPerSecond, long modelCallBurst,
    int concurrentModelCalls, int concurrentRequests, int connections, Duration request, long streamBytes,
    long bufferedBytes) {
  /// Refill of the bucket that rows of kind `system` draw from.
  static final long SYSTEM_ROWS_PER_SECOND = 2;
  /// What that bucket holds.
  static final long SYSTEM_ROW_BURST = 20;
  /// Refill of the bucket that calls of tools draw from.
  static final long TOOL_CALLS_PER_SECOND = 10;
  /// What that bucket holds.
  static final long TOOL_CALL_BURST = 50;
  public static final BoxLimits DEFAULT = new BoxLimits(1_000, 2_000, 50, 100, BoxApi.MAX_CONCURRENT_MODEL_CALLS, 8, 16,
      Duration.ofSeconds(30), 8L << 20, 256L << 20);

  /// As these, with another rate of model calls.
  public BoxLimits withModelCalls(long perSecond, long burst) {
    return new BoxLimits(requestsPerSecond, requestBurst, perSecond, burst, concurrentModelCalls, concurrentRequests,
        connections, request, streamBytes, bufferedBytes);
  }
}
