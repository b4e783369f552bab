package dev.ironclaw.contract.api;

import java.util.Optional;

/// Who decided what, when.
///
/// @param outcome `approve` or `reject`
/// @param decidedBy the authenticated principal, `verifier` or `timeout`
/// @param decidedAt RFC 3339, UTC
public record DecisionView(String outcome, String decidedBy, String decidedAt, Optional<String> reason) {}
