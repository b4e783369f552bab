package dev.ironclaw.contract.api;

import java.util.Optional;

/// How far an approval goes; what is left out has no limit.
///
/// @param until RFC 3339
/// @param uses from 1
/// @param session true: only in the conversation that asked
public record ScopeBody(Optional<String> until, Optional<Integer> uses, Optional<Boolean> session) {}
