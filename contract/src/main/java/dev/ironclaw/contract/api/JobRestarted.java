package dev.ironclaw.contract.api;

/// A job is done again, as another one.
///
/// @param status `restarted`
public record JobRestarted(String status, String oldJobId, String newJobId) {}
