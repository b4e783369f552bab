package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Answer of `POST /v1/ui/chat/send`, with status 202: the message is on disk.
///
/// @param conversationId the session
/// @param messageId what a reply's `inReplyTo` names
public record ChatSendResult(Optional<String> conversationId, String messageId, boolean engaged,
    List<OutcomeView> outcomes) {
  public ChatSendResult {
    outcomes = List.copyOf(outcomes);
  }

  /// What became of the message for one agent.
  public record OutcomeView(String agentGroupId, Optional<String> sessionId, boolean engaged, String reason) {}
}
