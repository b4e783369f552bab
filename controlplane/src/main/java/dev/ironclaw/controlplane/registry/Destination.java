package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;

/// A place that an agent may write to without having been asked from there.
public record Destination(AgentGroupId agentGroup, String channelType, String platformId) {}
