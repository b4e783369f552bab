package dev.ironclaw.contract.api;

import java.util.Optional;

/// One recorded event with what proves it: where its line stands in the log's files and how it hangs in the chain.
///
/// @param file name of the log's file that holds the line
/// @param previous hash of the line before, in hexadecimal
/// @param digest SHA-256 of the sealed words of the entry, in hexadecimal
/// @param checkpoint seq of the first checkpoint after it, whose signature covers it; absent while none is written yet
public record AuditProofView(AuditEntryView entry, String file, String previous, String digest,
    Optional<Long> checkpoint) {}
