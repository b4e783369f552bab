package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;

/// What one call came to.
///
/// @param day UTC, as 2026-11-21
/// @param nanos of a US dollar
/// @param failed whether it brought no answer
/// @param estimated whether nobody told its tokens
/// @param unpriced whether its model has no price of its own
public record Spent(String day, AgentGroupId agent, SessionId session, ModelChoice choice, Tokens tokens, long nanos,
    boolean failed, boolean estimated, boolean unpriced) {}
