package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.kind.Risk;
import java.time.Duration;
import java.util.Set;

/// How long a change waits for a human, and how many an agent may ask for.
///
/// @param expiry after which nobody's answer is a no
/// @param maxPendingPerGroup asked for by agents, so that none can bury the one card that matters
/// @param twoPerson risks that two different people must approve
/// @param maxRequestsPerHour of one group's agents, also of those that a verifier rejects
public record GatewaySettings(Duration expiry, int maxPendingPerGroup, int maxRequestsPerHour, Set<Risk> twoPerson) {
  private static final int REQUESTS_PER_HOUR = 30;
  public static final GatewaySettings DEFAULT = new GatewaySettings(Duration.ofHours(24), 20);

  public GatewaySettings {
    twoPerson = Set.copyOf(twoPerson);
  }

  public GatewaySettings(Duration expiry, int maxPendingPerGroup) {
    this(expiry, maxPendingPerGroup, REQUESTS_PER_HOUR, Set.of());
  }

  public GatewaySettings withTwoPerson(Set<Risk> risks) {
    return new GatewaySettings(expiry, maxPendingPerGroup, maxRequestsPerHour, risks);
  }
}
