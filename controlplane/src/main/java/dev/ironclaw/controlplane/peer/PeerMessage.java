package dev.ironclaw.controlplane.peer;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;
import java.util.Optional;

/// What the host remembers of an inbound row that came from another agent. No box sees or carries any of it.
///
/// @param hops how many messages lie between it and a person; an answer has those of what it answers
/// @param back who waits for an answer to this row
record PeerMessage(SessionId session, MessageId row, AgentGroupId from, AgentGroupId to, int hops, boolean isAnswer,
    Optional<Back> back, Instant at) {
  /// Where an answer goes.
  ///
  /// @param asked the row whose turn sent the message; empty where it names none
  record Back(SessionId session, Optional<MessageId> asked) {}
}
