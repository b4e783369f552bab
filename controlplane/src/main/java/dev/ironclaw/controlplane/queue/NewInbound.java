package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import java.util.Optional;

/// An inbound row before it has a seq; fields as in [dev.ironclaw.contract.MessageIn].
public record NewInbound(MessageId id, MessageKind kind, boolean trigger, String channelType, String platformId,
    Optional<String> threadId, String content, Optional<SessionId> sourceSessionId, boolean onWake) {}
