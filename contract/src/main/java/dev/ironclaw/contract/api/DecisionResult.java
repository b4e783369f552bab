package dev.ironclaw.contract.api;

import java.util.Optional;

/// Answer of `POST /v1/changes/{id}/decision`.
///
/// @param status always `recorded`
/// @param state the change's state now
/// @param error why an approved change could not be applied, or (with status 202) why it has no effect yet
public record DecisionResult(String status, String state, Optional<String> error) {}
