package dev.ironclaw.contract.api;

import java.util.Optional;

/// One time of a schedule that came.
///
/// @param due the time, RFC 3339, UTC
/// @param at when it was decided what becomes of it
/// @param state `claimed` or `handed` while it is under way, `done`, `blocked` (a right was missing) or `skipped` (nothing
///        ran then)
/// @param sessionId the conversation that it was for
/// @param note why it reached nobody
public record ScheduleRunView(String due, String at, String state, Optional<String> sessionId,
    Optional<String> note) {}
