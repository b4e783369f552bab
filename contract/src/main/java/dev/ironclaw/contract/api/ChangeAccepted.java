package dev.ironclaw.contract.api;

/// Answer of `POST /v1/changes`, with status 202.
///
/// @param state `pending`, or `rejected` where a verifier refused it at once
public record ChangeAccepted(String id, String state) {}
