package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import java.util.Optional;

/// An inbound row before it has a seq; fields as in [dev.ironclaw.contract.MessageIn].
public record NewInbound(MessageId id, MessageKind kind, boolean trigger, String channelType, String platformId,
    Optional<String> threadId, String content, Optional<SessionId> sourceSessionId, boolean onWake) {

  /// A row in which the host tells an agent what became of something that it wrote. Starts a turn, so that the agent can
  /// say so to the people; but not when what it wrote came from a turn that such a row had started: an agent that
  /// repeats its mistake would go on for ever.
  ///
  /// @param asked the row whose turn it was written in
  public static NewInbound notice(MessageId id, Optional<MessageIn> asked, String channelType, String platformId,
      Optional<String> threadId, String content) {
    boolean trigger = asked.filter(row -> row.kind() == MessageKind.SYSTEM).isEmpty();
    return new NewInbound(id, MessageKind.SYSTEM, trigger, channelType, platformId, threadId, content,
        Optional.empty(), false);
  }
}
