package dev.ironclaw.contract.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Optional;

/// Body of `POST /v1/ui/chat/send`.
///
/// @param id makes sending twice sending once: letters, digits, dot, dash, underscore, at most 128
/// @param attachments files that come with it, at most 16: paths that `POST /v1/agents/{id}/inbox` answered
public record ChatSendBody(String agentGroupId, String text, Optional<String> id,
    Optional<List<String>> attachments) {
  /// So many files come with one message.
  public static final int MAX_ATTACHMENTS = 16;

  public ChatSendBody {
    Required.field(agentGroupId, "agentGroupId");
    Required.field(text, "text");
    attachments = attachments.map(List::copyOf);
    if (attachments.filter(files -> files.size() > MAX_ATTACHMENTS).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "send a message: at most " + MAX_ATTACHMENTS + " attachments come with one; send the others with the next");
    }
  }

  /// Words alone.
  public ChatSendBody(String agentGroupId, String text, Optional<String> id) {
    this(agentGroupId, text, id, Optional.empty());
  }

  /// The same with files, where there are any.
  public ChatSendBody with(List<String> files) {
    return new ChatSendBody(agentGroupId, text, id, Optional.of(files).filter(some -> !some.isEmpty()));
  }
}
