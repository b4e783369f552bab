package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/ui/chat/send`.
///
/// @param id makes sending twice sending once: letters, digits, dot, dash, underscore, at most 128
public record ChatSendBody(String agentGroupId, String text, Optional<String> id) {
  public ChatSendBody {
    Required.field(agentGroupId, "agentGroupId");
    Required.field(text, "text");
  }
}
