package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// One place with who listens there, highest priority first.
public record ChannelView(MessagingGroupView messagingGroup, List<ListenerView> wirings) {
  public ChannelView {
    wirings = List.copyOf(wirings);
  }

  /// A wiring with its agent's name.
  public record ListenerView(WiringView wiring, Optional<String> agentGroupName) {}
}
