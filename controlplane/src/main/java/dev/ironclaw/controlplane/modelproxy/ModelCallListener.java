package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import java.time.Duration;

/// Hears of each finished model call: counts, never content. Called on the proxy's threads: must hand on and return.
@FunctionalInterface
public interface ModelCallListener {
  void called(ModelCall call);

  /// One finished call.
  ///
  /// @param choice the upstream and model that were called
  /// @param fallback whether that is not the agent's own, but its fall-back
  /// @param status the upstream's HTTP status, 0 where it never answered
  record ModelCall(SessionId session, AgentGroupId agentGroup, ModelChoice choice, boolean fallback, String path,
      int status, long requestBytes, long responseBytes, Duration duration, End end) {}

  /// How a call ended; `CUT` by a panic; `STOPPED` with its turn, by a person; `REFUSED` by the guard, in its midst; `FELL_BACK`: before its first byte, and another call went to
  /// the fall-back.
  enum End {
    COMPLETED, UPSTREAM_FAILED, BOX_HUNG_UP, TIMED_OUT, TOO_LONG, CUT, STOPPED, REFUSED, FELL_BACK
  }
}
