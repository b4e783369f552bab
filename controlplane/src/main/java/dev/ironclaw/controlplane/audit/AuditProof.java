package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditLine;
import java.util.Optional;

/// An entry and its line in the log.
///
/// @param file name of the file that holds the line
/// @param checkpoint seq of the first checkpoint after it, once there is one
public record AuditProof(AuditRecord entry, String file, AuditLine line, Optional<Long> checkpoint) {}
