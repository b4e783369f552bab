package dev.ironclaw.controlplane.job;

import java.time.Instant;

/// One step of a job from state to state.
///
/// @param by a principal's name
/// @param words why, for people
public record JobTransition(JobState to, Instant at, String by, String words) {}
