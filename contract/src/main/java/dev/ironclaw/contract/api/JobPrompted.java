package dev.ironclaw.contract.api;

/// A job gets these words.
///
/// @param status `queued`: it takes them when it is ready for them
public record JobPrompted(String status, String jobId) {}
