package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/registry/messaging-groups`: gets the place, or makes it. A place alone gives nobody anything.
///
/// @param instance where a channel has several
/// @param unknownSenderPolicy only what holds there already: a wiring sets it
public record MessagingGroupBody(String channelType, String platformId, Optional<String> instance,
    Optional<Boolean> isGroup, Optional<String> unknownSenderPolicy) {
  public MessagingGroupBody {
    Required.field(channelType, "channelType");
    Required.field(platformId, "platformId");
  }
}
