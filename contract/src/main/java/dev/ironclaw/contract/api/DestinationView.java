package dev.ironclaw.contract.api;

/// A place that an agent may write to unasked.
public record DestinationView(String agentGroupId, String channelType, String platformId) {}
