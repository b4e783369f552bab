package dev.ironclaw.controlplane.gateway;

import java.time.Duration;

/// How long a change waits for a human, and how many an agent may ask for.
///
/// @param expiry after which nobody's answer is a no, where the policy says nothing else
/// @param maxPendingPerGroup asked for by agents, so that none can bury the one card that matters
/// @param maxRequestsPerHour of one group's agents, also of those that a verifier rejects
public record GatewaySettings(Duration expiry, int maxPendingPerGroup, int maxRequestsPerHour) {
  private static final int REQUESTS_PER_HOUR = 30;
  public static final GatewaySettings DEFAULT = new GatewaySettings(Duration.ofHours(24), 20);

  public GatewaySettings(Duration expiry, int maxPendingPerGroup) {
    this(expiry, maxPendingPerGroup, REQUESTS_PER_HOUR);
  }
}
