package dev.ironclaw.contract.api;

import java.util.Optional;

/// Answer of `GET /readyz`, with status 200 or 503. Needs no token.
///
/// @param status `ready` or `not ready`
/// @param reason why not, in plain words
public record ReadyView(String status, Optional<String> reason) {}
