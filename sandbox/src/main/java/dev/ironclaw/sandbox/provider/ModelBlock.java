package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonValue.Obj;

/// One piece of a message, in no dialect.
public sealed interface ModelBlock {
  /// Words.
  record Text(String text) implements ModelBlock {}

  /// The model asks for a tool.
  ///
  /// @param id the model's own, repeated in the result
  record ToolUse(String id, String name, Obj input) implements ModelBlock {}

  /// What the tool said.
  record ToolResult(String toolUseId, String text, boolean isError) implements ModelBlock {}
}
