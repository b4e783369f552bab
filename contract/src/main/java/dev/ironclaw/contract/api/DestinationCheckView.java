package dev.ironclaw.contract.api;

/// Whether an agent may send to a place that it was not asked from.
public record DestinationCheckView(boolean allowed) {}
