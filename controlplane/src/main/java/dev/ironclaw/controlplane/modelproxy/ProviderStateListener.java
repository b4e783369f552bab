package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Duration;
import java.util.Optional;

/// Hears that an upstream is left alone for a while after failures, and that it answers again. Called on the proxy's
/// threads: must hand on and return.
@FunctionalInterface
public interface ProviderStateListener {
  /// An upstream is left alone, or answers again.
  ///
  /// @param agent the one agent that this holds for; empty holds for all
  /// @param pause for how long no call is tried; empty: it answers again
  void state(String upstream, Optional<AgentGroupId> agent, Optional<Duration> pause);
}
