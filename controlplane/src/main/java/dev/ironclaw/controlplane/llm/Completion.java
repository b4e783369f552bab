package dev.ironclaw.controlplane.llm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One whole answer of a model.
///
/// @param content its words; empty where it only asks for tools
/// @param reasoning its thoughts, for people
public record Completion(String content, List<ToolCall> toolCalls, FinishReason finish, TokenCount tokens,
    Optional<String> reasoning) {
  public Completion {
    toolCalls = List.copyOf(toolCalls);
  }

  /// Why it ended.
  public enum FinishReason {
    STOP, LENGTH, TOOL_USE, CONTENT_FILTER, UNKNOWN;

    /// As it is written in answers.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What it took, as the upstream says.
  ///
  /// @param input without what was read from or written to a cache
  public record TokenCount(long input, long output, long cacheRead, long cacheWrite) {}
}
