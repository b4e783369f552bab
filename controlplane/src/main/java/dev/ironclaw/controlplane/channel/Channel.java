package dev.ironclaw.controlplane.channel;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;
import java.util.Optional;

/// One kind of place where people talk. Delivers words; never decides who may.
///
/// A new one: one file here, one line in the assembly, one test class that extends `ChannelContract`, one docs row.
///
/// Threading: called from several threads at once, but never twice at once for the same session.
public interface Channel {
  /// The channel type, for example `webchat`.
  String type();

  /// Sends one message and returns the platform's id for it. May be called again with the same `id` after a crash.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `UPSTREAM_FAILED` to be tried again; any other code is final
  String deliver(Delivery delivery);

  /// True where the conversation in the session's queues is itself the place: there is nothing outside to send to twice,
  /// so the mark need not be on disk before readers hear of the message.
  default boolean isTranscript() {
    return false;
  }

  /// Whether a message there can bring a file.
  default boolean takesFiles() {
    return false;
  }

  /// The row is marked as delivered, so readers of the session's queue see it now. May be left out after a crash.
  default void delivered(Delivery delivery) {}

  /// One message on its way out.
  ///
  /// @param agentGroup whose words they are
  /// @param writtenAt when the agent wrote it
  /// @param toOrigin true where it goes to the session's own place, false where it needed a grant
  record Delivery(MessageId id, SessionId session, AgentGroupId agentGroup, Optional<MessageId> inReplyTo,
      String platformId, Optional<String> threadId, String text, Instant writtenAt, boolean toOrigin) {
    Delivery withText(String other) {
      return new Delivery(id, session, agentGroup, inReplyTo, platformId, threadId, other, writtenAt, toOrigin);
    }
  }
}
