package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.Budget.Span;

/// A limit that an agent has come to, told once for each limit and period.
///
/// @param hard whether calls end; otherwise somebody is only told
/// @param limit in tokens or cents
/// @param used in the same, with what running calls may come to
public record Reached(AgentGroupId agent, Span span, boolean hard, long limit, long used, String period) {}
