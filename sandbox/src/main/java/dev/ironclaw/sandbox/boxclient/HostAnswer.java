package dev.ironclaw.sandbox.boxclient;

import java.util.Optional;

/// A whole answer.
///
/// @param retryAfter the header of this name, as it came
@SuppressWarnings("ArrayRecordComponent") // Read once, by the one who asked; never compared.
public record HostAnswer(int status, Optional<String> retryAfter, byte[] body) {}
