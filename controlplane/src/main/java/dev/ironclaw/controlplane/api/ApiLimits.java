package dev.ironclaw.controlplane.api;

import java.time.Duration;

/// Bounds of what clients may ask for.
///
/// @param bodyBytes of one request
/// @param perSecond requests a second of one authenticated principal, with `burst` at once
/// @param openPerSecond requests a second of one remote address without a valid token, with `openBurst` at once; counted
///        apart, so that a flood without a token never locks out who has one
/// @param streams event streams at the same time
/// @param streamsEach of them, of one principal: nobody takes them all
/// @param keepAlive silence on an event stream after which a comment is sent
public record ApiLimits(int bodyBytes, int perSecond, int burst, int openPerSecond, int openBurst, int streams,
    int streamsEach, Duration keepAlive) {
  public static final ApiLimits DEFAULT = new ApiLimits(1 << 20, 1_000, 2_000, 5, 50, 64, 16, Duration.ofSeconds(15));
}
