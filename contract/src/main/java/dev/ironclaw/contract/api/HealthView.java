package dev.ironclaw.contract.api;

/// Answer of `GET /healthz`: the process is up. Needs no token.
///
/// @param status always `ok`
public record HealthView(String status, String version) {}
