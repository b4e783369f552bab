package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.channel.Channel;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.grant.ToolUses;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers one reply: asks whether it may go there, sends it, marks it.
final class ReplyDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyDelivery.class);

  private final Registry registry;
  private final ToolUses uses;
  private final ChannelRegistry channels;
  private final Origins origins;

  ReplyDelivery(Registry registry, ToolUses uses, ChannelRegistry channels, Origins origins) {
    this.registry = registry;
    this.uses = uses;
    this.channels = channels;
    this.origins = origins;
  }

  /// What became of a try.
  sealed interface Result {
    record Delivered() implements Result {}

    /// May go well later.
    record Failed(String why) implements Result {}

    /// Never will.
    ///
    /// @param denied whether the agent may not, else what the channel says
    record Impossible(boolean denied, String why) implements Result {}
  }

  Result deliver(Session session, SessionQueue queue, OutboundRow row) {
    MessageOut message = row.message();
    boolean home = origins.isHome(session, queue, message);
    if (!home && !registry.mayReach(session.agentGroup(), message.channelType(), message.platformId())) {
      return new Result.Impossible(true,
          "this agent may not write to that place: it was not asked from there, and nobody "
              + "has granted it");
    }
    if (!isFreeReply(queue, message) && !maySend(session, message)) {
      return new Result.Impossible(true, ToolName.forSendingTo(message.channelType())
          + " is not granted to this agent now; request the capability first");
    }
    Optional<Channel> channel = channels.find(message.channelType());
    if (channel.isEmpty()) {
      return new Result.Impossible(false, "there is no channel of that type here");
    }
    return send(channel.get(), queue, channels.fit(channel.get(), new Channel.Delivery(message.id(), session.id(),
        session.agentGroup(), message.inReplyTo(), message.platformId(), message.threadId(), message.content(),
        row.timestamp(), home)));
  }

  /// What a message is counted by: the box chooses the names of types that do not exist.
  String destinationType(MessageOut message) {
    return channels.find(message.channelType()).map(Channel::type).orElse("no channel");
  }

  /// The one reply to an inbound row, to where that row came from, needs no right.
  private static boolean isFreeReply(SessionQueue queue, MessageOut message) {
    return message.inReplyTo().filter(to -> MessageOut.replyTo(to).equals(message.id())).flatMap(queue::inbound)
        .filter(asked -> asked.channelType().equals(message.channelType())
            && asked.platformId().equals(message.platformId()) && asked.threadId().equals(message.threadId()))
        .isPresent();
  }

  /// Now: the door asked when the row was committed, which may be long ago.
  private boolean maySend(Session session, MessageOut message) {
    return uses.use(session.agentGroup(), session.id(), ToolName.forSendingTo(message.channelType()),
        message.id());
  }

  private static Result send(Channel channel, SessionQueue queue, Channel.Delivery delivery) {
    String platformMessageId;
    try {
      platformMessageId = channel.deliver(delivery);
    } catch (IronclawException e) {
      String why = String.valueOf(e.getMessage());
      return e.code() == ErrorCode.UPSTREAM_FAILED ? new Result.Failed(why) : new Result.Impossible(false, why);
    } catch (RuntimeException e) {
      // The border to a plug-in: its mistake costs this row its tries, and no other row anything.
      LOG.warn("session={} row={} step=deliver channel={} failed", delivery.session(), delivery.id(), channel.type(),
          e);
      return new Result.Failed("the channel failed: " + e.getClass().getSimpleName());
    }
    if (channel.isTranscript()) {
      queue.noteDelivered(delivery.id(), "delivered", platformMessageId);
    } else {
      // A crash before this line makes a platform outside see the same id again.
      queue.markDelivered(delivery.id(), "delivered", platformMessageId);
    }
    channel.delivered(delivery);
    return new Result.Delivered();
  }
}
