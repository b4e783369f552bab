package dev.ironclaw.contract.api;

/// Answer of `DELETE /v1/agents/{id}/notes/{note}`.
///
/// @param status `removed`, or `not there`
public record NoteRemoved(String status, String id) {}
