package dev.ironclaw.controlplane.gateway;

import java.time.Duration;

/// How long a change waits for a human, and how many of one agent may.
///
/// @param expiry after which nobody's answer is a no
/// @param maxPendingPerGroup so that an agent can't bury the one card that matters
public record GatewaySettings(Duration expiry, int maxPendingPerGroup) {
  public static final GatewaySettings DEFAULT = new GatewaySettings(Duration.ofHours(24), 20);
}
