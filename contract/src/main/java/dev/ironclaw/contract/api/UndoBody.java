package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/changes/{id}/undo`.
///
/// @param approve approves the undoing in the same act; without it, it waits for a decision
public record UndoBody(Optional<ApproveBody> approve) {}
