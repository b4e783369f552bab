package dev.ironclaw.controlplane.audit;

import java.time.Instant;

/// One recorded event with its place in the chain.
///
/// @param hash lower-case hexadecimal SHA-256 of the entry
public record AuditRecord(long seq, Instant time, AuditEvent event, String hash) {}
