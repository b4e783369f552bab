package dev.ironclaw.controlplane.llm;

import java.util.List;
import java.util.Optional;

/// One turn of a conversation.
///
/// @param images as `data:` URLs, behind the words
/// @param toolCallId which call this is the result of; of a tool's message only
public record ChatMessage(Role role, String content, List<String> images, Optional<String> toolCallId,
    List<ToolCall> toolCalls) {
  /// Whose it is.
  public enum Role {
    SYSTEM, USER, ASSISTANT, TOOL
  }

  public ChatMessage {
    images = List.copyOf(images);
    toolCalls = List.copyOf(toolCalls);
  }
}
