package dev.ironclaw.sandbox.provider;

/// What a model says while it answers, in no dialect.
public sealed interface ModelEvent {
  /// More words.
  record TextDelta(String text) implements ModelEvent {}

  /// A whole request for a tool.
  record ToolUse(ModelBlock.ToolUse use) implements ModelEvent {}

  /// Tokens, as the upstream counts them.
  record Usage(long inputTokens, long outputTokens) implements ModelEvent {}

  /// The answer is whole; nothing follows.
  record Stop(Reason reason) implements ModelEvent {}

  /// Why it stopped. `OTHER` for reasons that only one dialect knows.
  enum Reason {
    END, TOOL_USE, MAX_TOKENS, OTHER
  }
}
