package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import java.nio.charset.StandardCharsets;

/// Writes a file. The host enforces it: without a grant the workspace is read-only or absent.
public final class WriteFileTool implements Tool {
  private final Workspace workspace;

  public WriteFileTool(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public String name() {
    return ToolName.WRITE_FILE;
  }

  @Override
  public String description() {
    return "Writes a UTF-8 text file of at most 1 MiB to the workspace, whole or not at all; makes missing folders.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"},"content":{"type":"string"}},"required":["path","content"],\
        "additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String path = call.input().text("path");
    byte[] content = call.input().text("content").getBytes(StandardCharsets.UTF_8);
    workspace.write(name(), path, content);
    return ToolResult.done("wrote " + content.length + " bytes to " + path);
  }
}
