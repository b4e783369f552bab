package dev.ironclaw.controlplane.channel;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The channels of this control plane by type, and what no message takes along to a place outside. Fixed at start.
public final class ChannelRegistry {
  private final Map<String, Channel> byType;
  private final Outgoing outgoing;

  /// Looks through what goes outside.
  @FunctionalInterface
  public interface Outgoing {
    /// The text without what must not go on.
    ///
    /// @param where what the text is, for the audit log: ids, no content
    String redact(String where, String text);
  }

  /// One whose messages go out as they are.
  ///
  /// @throws IronclawException `CONFIGURATION` where two channels claim one type
  public ChannelRegistry(List<Channel> channels) {
    this(channels, (_, text) -> text);
  }

  /// @param outgoing asked for each message that leaves this machine
  /// @throws IronclawException `CONFIGURATION` where two channels claim one type
  public ChannelRegistry(List<Channel> channels, Outgoing outgoing) {
    this.outgoing = outgoing;
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

  /// The message as it may go there. A transcript is this machine's own and stays as the agent wrote it.
  public Channel.Delivery fit(Channel channel, Channel.Delivery delivery) {
    return channel.isTranscript()
        ? delivery
        : delivery.withText(outgoing.redact("message of " + delivery.session(), delivery.text()));
  }
}
