package dev.ironclaw.sandbox.tool;

/// One thing that the model may ask for. A new one is one file here, one line in `Main`, one row in the docs, and what
/// the host enforces for it. Passes `ToolContract`.
public interface Tool {
  /// As in [dev.ironclaw.contract.box.ToolName].
  String name();

  /// For the model: what it does, and its bounds.
  String description();

  /// For the model: a JSON Schema object, as text.
  String inputSchema();

  /// Tries it. A refusal of the host or a missing file is a result, not an exception; so is wrong input, which
  /// `JsonValue.Obj` reports as `INVALID_PAYLOAD` and [ToolRegistry] turns into one. Doing the same call again has no
  /// further effect.
  ToolResult invoke(ToolCall call);
}
