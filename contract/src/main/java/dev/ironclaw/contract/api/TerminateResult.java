package dev.ironclaw.contract.api;

/// Answer of `POST /v1/ui/sessions/{id}/terminate`.
///
/// @param status always `terminated`
public record TerminateResult(String status, String id) {}
