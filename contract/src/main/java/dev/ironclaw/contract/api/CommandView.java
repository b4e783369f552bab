package dev.ironclaw.contract.api;

import java.util.Optional;

/// How a command ended.
///
/// @param exitCode of the program; 127 where it could not be started, 128 and the signal's number where one ended it
/// @param timedOut whether it was ended at its time limit
/// @param stdout without secrets; the beginning where it was more than is kept
/// @param stdoutBytes of all that it printed there
/// @param container in which it ran; the next one of the same caller, project, policy and hosts runs there too
/// @param weaker what the container does not hold back, for people; left out for nothing
public record CommandView(int exitCode, boolean timedOut, String stdout, String stderr, boolean stdoutTruncated,
    boolean stderrTruncated, long stdoutBytes, long stderrBytes, long durationMillis, String container,
    Optional<String> weaker) {}
