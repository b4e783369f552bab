package dev.ironclaw.contract.api;

/// Answer of `POST /v1/retired/{id}/erase`.
///
/// @param status `erased`
public record Erased(String status, String id) {}
