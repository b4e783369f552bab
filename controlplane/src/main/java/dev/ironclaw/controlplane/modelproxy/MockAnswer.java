package dev.ironclaw.controlplane.modelproxy;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the mock model says to one request.
sealed interface MockAnswer {
  /// An answer that is one.
  sealed interface Words extends MockAnswer {}

  /// Words.
  ///
  /// @param pause between two words, zero for as fast as it goes
  record Text(String text, Duration pause) implements Words {}

  /// Tool calls of one assistant message, to be run in parallel or in order as the agent likes.
  record ToolCalls(List<ToolCall> calls) implements Words {
    public ToolCalls {
      calls = List.copyOf(calls);
    }
  }

  record ToolCall(String name, JsonNode input) {}

  /// What goes wrong `times` times for the same prompt; 0 for ever.
  sealed interface Trouble extends MockAnswer {
    int times();

    String prompt();
  }

  /// An HTTP error.
  record Failure(int status, int times, String prompt) implements Trouble {}

  /// The stream ends in the middle of a word.
  record Break(int times, String prompt) implements Trouble {}

  /// Words, of whose stream so many bytes come at a time.
  record Drip(String text, int bytes) implements MockAnswer {}

  /// The stream holds what no dialect allows.
  record Garbage() implements MockAnswer {}
}
