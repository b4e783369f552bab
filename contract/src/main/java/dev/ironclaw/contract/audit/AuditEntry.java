package dev.ironclaw.contract.audit;

/// One line of `audit.jsonl`; its form is [AuditFormat#line].
///
/// @param seq 1 for the first line, then without a gap
/// @param time RFC 3339 UTC in microseconds, always 27 characters
/// @param previous hash of the line before, 64 zeros for the first
/// @param hash 64 hexadecimal digits, see [AuditHasher#entry]
/// @param digest SHA-256 of the sealed payload
/// @param payload the sealed payload in base64; only the control plane's key opens it
/// @param signature Ed25519 over the 32 bytes of the hash, in base64
public record AuditEntry(long seq, String time, String previous, String hash, String digest, String payload,
    String signature) {}
