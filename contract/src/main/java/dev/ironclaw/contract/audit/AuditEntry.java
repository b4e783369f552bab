package dev.ironclaw.contract.audit;

/// One line of `audit.jsonl`.
///
/// @param previous hash of the line before, 64 zeros for the first
/// @param digest SHA-256 of the sealed payload
/// @param signature Ed25519 over the hash
public record AuditEntry(long seq, String time, String previous, String hash, String digest, String payload,
    String signature) {}
