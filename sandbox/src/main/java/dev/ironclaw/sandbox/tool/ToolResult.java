package dev.ironclaw.sandbox.tool;

import java.util.List;

/// What the model is told, and what it is shown besides.
public record ToolResult(String text, boolean isError, List<Shown> shown) {
  public ToolResult {
    shown = List.copyOf(shown);
  }

  public ToolResult(String text, boolean isError) {
    this(text, isError, List.of());
  }

  static ToolResult done(String text) {
    return new ToolResult(text, false);
  }

  static ToolResult failed(String text) {
    return new ToolResult(text, true);
  }

  /// A picture or a document.
  ///
  /// @param mediaType for example `image/png`
  /// @param base64 its bytes
  public record Shown(String name, String mediaType, String base64) {}
}
