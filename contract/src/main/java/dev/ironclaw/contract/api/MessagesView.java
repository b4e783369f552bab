package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Answer of `GET /v1/ui/chat/{agentId}/messages`. A page ends at its limit or where it grows too large, so a short one
/// need not be the last.
///
/// @param conversationId empty while nobody has written yet
/// @param more whether messages may follow in the direction that was asked for; absent from an older control plane, whose
///        pages end at their limit alone
public record MessagesView(Optional<String> conversationId, List<MessageView> messages, Optional<Boolean> more) {
  public MessagesView {
    messages = List.copyOf(messages);
    more = more == null ? Optional.empty() : more;
  }

  /// A page that does not say whether it is the last.
  public MessagesView(Optional<String> conversationId, List<MessageView> messages) {
    this(conversationId, messages, Optional.empty());
  }

  /// Whether there may be another page.
  ///
  /// @param limit that was asked for
  public boolean goesOn(int limit) {
    return more.orElse(messages.size() >= limit);
  }
}
