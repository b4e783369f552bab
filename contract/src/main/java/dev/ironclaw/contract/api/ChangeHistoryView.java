package dev.ironclaw.contract.api;

import java.util.Optional;

/// One line of `GET /v1/changes/history`.
///
/// @param status the change's state
public record ChangeHistoryView(ChangeView request, String status, Optional<DecisionView> decision) {}
