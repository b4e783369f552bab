package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Instant;
import java.util.Optional;

/// An upstream is left alone after failures.
///
/// @param agent the one agent that this holds for; empty holds for all
public record ProviderPause(Optional<AgentGroupId> agent, Instant until) {}
