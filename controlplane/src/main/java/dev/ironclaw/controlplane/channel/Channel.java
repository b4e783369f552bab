package dev.ironclaw.controlplane.channel;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.util.Optional;

/// One kind of place where people talk. Delivers words; never decides who may.
public interface Channel {
  /// The channel type, for example `webchat`.
  String type();

  /// Sends one message and returns the platform's id for it. May be called again with the same `id` after a crash.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `UPSTREAM_FAILED` to be tried again; any other code is final
  String deliver(Delivery delivery);

  /// One message on its way out.
  record Delivery(MessageId id, SessionId session, Optional<MessageId> inReplyTo, String platformId,
      Optional<String> threadId, String text) {}
}
