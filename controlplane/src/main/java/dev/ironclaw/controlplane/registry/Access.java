package dev.ironclaw.controlplane.registry;

/// Whether a user may talk to an agent, and why.
///
/// @param reason `owner`, `global-admin`, `scoped-admin`, `member` or `no-access`
public record Access(boolean allowed, String reason) {}
