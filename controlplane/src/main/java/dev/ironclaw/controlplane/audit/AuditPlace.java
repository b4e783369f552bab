package dev.ironclaw.controlplane.audit;

/// A line of the log.
///
/// @param hash lower-case hexadecimal
public record AuditPlace(long seq, String hash) {}
