package dev.ironclaw.contract.api;

import java.util.Optional;

/// Where the caller's second factor stands.
///
/// @param operator the caller, as in decisions
/// @param confirmedAt since when its codes count, RFC 3339, UTC; absent where there is none
/// @param waits a secret was shown and waits for its first code
/// @param lockedUntil no code is taken before, after too many wrong ones
public record StepUpView(String operator, Optional<String> confirmedAt, boolean waits, Optional<String> lockedUntil) {}
