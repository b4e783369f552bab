package dev.ironclaw.controlplane.channel;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The channels of this control plane by type. Fixed at start.
public final class ChannelRegistry {
  private final Map<String, Channel> byType;

  /// @throws IronclawException `CONFIGURATION` where two channels claim one type
  public ChannelRegistry(List<Channel> channels) {
    Map<String, Channel> known = new HashMap<>();
    for (Channel channel : channels) {
      if (known.putIfAbsent(channel.type(), channel) != null) {
        throw new IronclawException(ErrorCode.CONFIGURATION,
            "register channel " + channel.type() + ": there is one already; configure each type once");
      }
    }
    this.byType = Map.copyOf(known);
  }

  public Optional<Channel> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }
}
