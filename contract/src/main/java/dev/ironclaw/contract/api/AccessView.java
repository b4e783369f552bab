package dev.ironclaw.contract.api;

/// Whether a user may talk to an agent.
///
/// @param reason `owner`, `global-admin`, `scoped-admin`, `member` or `no-access`
public record AccessView(boolean allowed, String reason) {}
