package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/panic`.
///
/// @param reason why, in a human's words; cut after 100 characters
public record PanicBody(Optional<String> reason) {}
