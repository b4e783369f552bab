package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Answer of `GET /v1/ui/chat/{agentId}/messages`.
///
/// @param conversationId empty while nobody has written yet
public record MessagesView(Optional<String> conversationId, List<MessageView> messages) {
  public MessagesView {
    messages = List.copyOf(messages);
  }
}
