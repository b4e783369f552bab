package dev.ironclaw.contract.api;

/// A job is over.
///
/// @param status the state that it is in: `cancelled`, or the end that it had already
public record JobCancelled(String status, String jobId) {}
