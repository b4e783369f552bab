package dev.ironclaw.contract.api;

/// One step of a job from state to state.
///
/// @param at RFC 3339, UTC
/// @param by who did it, as a principal's name
/// @param words why, for people
public record JobTransitionView(String to, String at, String by, String words) {}
