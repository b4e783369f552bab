package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads a file. The host enforces it: without a grant there is no workspace.
public final class ReadFileTool implements Tool {
  private final Workspace workspace;

  public ReadFileTool(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public String name() {
    return ToolName.READ_FILE;
  }

  @Override
  public String description() {
    return "Reads a file of at most 1 MiB from the workspace. Of UTF-8 text it gives the first 64 KiB; a picture (PNG, JPEG, "
        + "GIF, WebP) or a PDF is shown to you as it is.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"}},"required":["path"],\
        "additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String path = call.input().text("path");
    byte[] content = workspace.read(name(), path);
    Optional<String> mediaType = MediaTypes.of(content);
    if (mediaType.isEmpty()) {
      return ToolResult.done(new String(content, StandardCharsets.UTF_8));
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new ToolResult(path + ": " + mediaType.get() + ", " + content.length + " bytes, shown with this result",
        false,
        List.of(new ToolResult.Shown(name, mediaType.get(), Base64.getEncoder().encodeToString(content))));
  }
}
