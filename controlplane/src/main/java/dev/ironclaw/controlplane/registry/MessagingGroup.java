package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.MessagingGroupId;
import java.util.Locale;

/// One place where people talk; unique by channel type, platform id and instance.
public record MessagingGroup(MessagingGroupId id, String channelType, String platformId, String instance,
    boolean isGroup, UnknownSenderPolicy unknownSenderPolicy) {

  /// What happens to a message of somebody without access: dropped in silence, held for an operator, or let in.
  public enum UnknownSenderPolicy {
    STRICT, REQUEST_APPROVAL, PUBLIC;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
