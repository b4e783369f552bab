package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.util.Optional;

/// Where an agent's request came from.
///
/// @param inReplyTo the inbound message whose turn made the request
public record Origin(SessionId session, Optional<MessageId> inReplyTo) {}
