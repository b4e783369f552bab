package dev.ironclaw.contract.api;

import java.util.Optional;

/// Who decided what, when.
///
/// @param outcome `approve` or `reject`
/// @param decidedBy the authenticated principal, `verifier` or `timeout`
/// @param decidedAt RFC 3339, UTC
/// @param scope how far an approval goes, in words, where it is limited
public record DecisionView(String outcome, String decidedBy, String decidedAt, Optional<String> reason,
    Optional<String> scope) {}
