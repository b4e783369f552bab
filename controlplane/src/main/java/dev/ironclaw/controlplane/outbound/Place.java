package dev.ironclaw.controlplane.outbound;

import java.util.Optional;

/// Where people talk, as a row names it.
public record Place(String channelType, String platformId, Optional<String> threadId) {
  /// What waits together: all threads of a place.
  public String destination() {
    return channelType + "/" + platformId;
  }
}
