package dev.ironclaw.contract.api;

import java.util.Optional;

/// An earlier decision on the same thing.
///
/// @param state what became of that change
/// @param decidedAt RFC 3339, UTC
public record SimilarView(String id, String state, Optional<String> decidedBy, Optional<String> decidedAt) {}
