package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.util.List;
import java.util.Optional;

/// One piece of a message, in no dialect.
public sealed interface ModelBlock {
  /// Words.
  record Text(String text) implements ModelBlock {}

  /// A picture or a document that the model is shown.
  ///
  /// @param name as the person or the model knows it
  /// @param mediaType for example `image/png` or `application/pdf`
  /// @param base64 its bytes
  record Media(String name, String mediaType, String base64) implements ModelBlock {
    public boolean isImage() {
      return mediaType.startsWith("image/");
    }

    /// As a URL that holds the bytes.
    String dataUrl() {
      return "data:" + mediaType + ";base64," + base64;
    }

    /// What a conversation keeps of it that can't keep the bytes.
    public String words() {
      return "[" + name + ", " + mediaType + ", was shown here; read it again to see it]";
    }
  }

  /// The model asks for a tool.
  ///
  /// @param id the model's own, repeated in the result
  /// @param seal what this dialect wants back with the request, unread: a signature of the thoughts behind it
  record ToolUse(String id, String name, Obj input, Optional<String> seal) implements ModelBlock {
    public ToolUse(String id, String name, Obj input) {
      this(id, name, input, Optional.empty());
    }
  }

  /// What the tool said.
  ///
  /// @param media what it shows besides
  record ToolResult(String toolUseId, String text, boolean isError, List<Media> media) implements ModelBlock {
    public ToolResult {
      media = List.copyOf(media);
    }

    public ToolResult(String toolUseId, String text, boolean isError) {
      this(toolUseId, text, isError, List.of());
    }
  }

  /// A thought of the model that only its own dialect can read: kept unread, and sent back as it came while the tools
  /// that it led to are answered.
  ///
  /// @param dialect the only one that may send it
  record Reasoning(String dialect, Obj item) implements ModelBlock {}
}
