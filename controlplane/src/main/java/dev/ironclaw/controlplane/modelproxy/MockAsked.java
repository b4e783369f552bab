package dev.ironclaw.controlplane.modelproxy;

import java.util.List;

/// What a request asks of the mock, in no dialect.
///
/// @param messages of people and tools, oldest first; the model's own are left out
/// @param streamed whether events are wanted
record MockAsked(String model, List<Message> messages, boolean streamed) {
  MockAsked {
    messages = List.copyOf(messages);
  }

  /// What one message says.
  ///
  /// @param results of tools; a message that has any is no prompt
  record Message(String words, List<String> results) {
    Message {
      results = List.copyOf(results);
    }
  }
}
