package dev.ironclaw.contract.api;

import java.util.Optional;

/// That everything stands still.
///
/// @param since RFC 3339, UTC
public record PanicView(String since, String by, Optional<String> reason) {}
