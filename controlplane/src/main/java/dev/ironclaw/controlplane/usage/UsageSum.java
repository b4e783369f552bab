package dev.ironclaw.controlplane.usage;

/// What some calls came to.
///
/// @param key of the agent, model, day or session that they have in common
/// @param nanos of a US dollar
/// @param estimated calls whose tokens nobody told
/// @param unpriced calls at the highest price of their provider
public record UsageSum(String key, long calls, long failed, Tokens tokens, long nanos, long estimated, long unpriced) {}
