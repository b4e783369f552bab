package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;

/// A user's place in an agent group.
public record Member(UserId user, AgentGroupId agentGroup) {}
