package dev.ironclaw.controlplane.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One question to a model.
///
/// @param maxTokens of the answer
public record ChatRequest(List<ChatMessage> messages, int maxTokens, OptionalDouble temperature, List<String> stop,
    List<ToolDefinition> tools, Optional<ToolChoice> toolChoice) {
  public ChatRequest {
    messages = List.copyOf(messages);
    stop = List.copyOf(stop);
    tools = List.copyOf(tools);
  }
}
