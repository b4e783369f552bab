package dev.ironclaw.contract.api;

/// Answer of `POST /v1/grants/{id}/revoke`.
///
/// @param status `revoked`
public record GrantRevoked(String status, String id) {}
