package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import java.time.Instant;

/// A stranger whose messages wait for an operator; no agent has seen them.
///
/// @param messages how many are kept
public record HeldSender(MessagingGroupId messagingGroup, AgentGroupId agentGroup, UserId user, String displayName,
    Instant firstAt, Instant lastAt, int messages) {}
