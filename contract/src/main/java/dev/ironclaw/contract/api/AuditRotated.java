package dev.ironclaw.contract.api;

/// Answer of `POST /v1/audit/rotate`.
///
/// @param file name of the file in which the log goes on
public record AuditRotated(String file) {}
