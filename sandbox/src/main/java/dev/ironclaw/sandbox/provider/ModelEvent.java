package dev.ironclaw.sandbox.provider;

import java.time.Duration;

/// What a model says while it answers, in no dialect.
public sealed interface ModelEvent {
  /// More words.
  record TextDelta(String text) implements ModelEvent {}

  /// A whole request for a tool.
  record ToolUse(ModelBlock.ToolUse use) implements ModelEvent {}

  /// A whole thought, to be sent back unread.
  record Reasoning(ModelBlock.Reasoning thought) implements ModelEvent {}

  /// Tokens, as the upstream counts them: 0 to 1,000,000,000 each, whatever it claims.
  record Usage(long inputTokens, long outputTokens) implements ModelEvent {}

  /// The upstream refuses and names the time after which another attempt makes sense; the failure follows.
  record RetryAfter(Duration pause) implements ModelEvent {}

  /// The answer is whole; nothing follows.
  record Stop(Reason reason) implements ModelEvent {}

  /// Why it stopped. `REFUSED` by the model or a filter before it; `OTHER` for reasons that only one dialect knows.
  enum Reason {
    END, TOOL_USE, MAX_TOKENS, REFUSED, OTHER
  }
}
