package dev.ironclaw.controlplane.queue;

import java.time.Instant;

/// How many messages a conversation had in one hour.
///
/// @param hour its beginning
/// @param in that came for the agent
/// @param out that the agent sent and that were delivered
public record MessageCounts(Instant hour, long in, long out) {}
