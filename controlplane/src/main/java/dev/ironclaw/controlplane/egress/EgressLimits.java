package dev.ironclaw.controlplane.egress;

import java.time.Duration;

/// How much one request may take.
///
/// @param total time from the start to the last byte, redirects included
/// @param silence longest wait for the next bytes
/// @param requestBytes of a body that goes out
/// @param responseBytes of a body that is read, packed and unpacked
/// @param redirects that are followed
/// @param perMinute requests of one agent
/// @param atOnce requests of one agent
public record EgressLimits(Duration total, Duration silence, int requestBytes, int responseBytes, int redirects,
    long perMinute, int atOnce) {
  public static final EgressLimits DEFAULT = new EgressLimits(Duration.ofSeconds(30), Duration.ofSeconds(15),
      256 * 1024, 1 << 20, 5, 60, 6);
}
