package dev.ironclaw.sandbox.tool;

/// What the model is told.
public record ToolResult(String text, boolean isError) {
  static ToolResult done(String text) {
    return new ToolResult(text, false);
  }

  static ToolResult failed(String text) {
    return new ToolResult(text, true);
  }
}
