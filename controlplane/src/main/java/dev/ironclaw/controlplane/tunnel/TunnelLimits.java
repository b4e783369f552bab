package dev.ironclaw.controlplane.tunnel;

import java.time.Duration;

/// How much one container may take of the ways outside.
///
/// @param connect longest wait for the other end's first answer
/// @param idle longest time in which no byte goes either way
/// @param total longest life of one tunnel
/// @param bytes of one tunnel, both ways together
/// @param atOnce tunnels of one container, those that are being opened too
/// @param perMinute tunnels of one container
public record TunnelLimits(Duration connect, Duration idle, Duration total, long bytes, int atOnce, int perMinute) {
  public static final TunnelLimits DEFAULT = new TunnelLimits(Duration.ofSeconds(10), Duration.ofMinutes(2),
      Duration.ofMinutes(30), 4L << 30, 32, 300);
}
