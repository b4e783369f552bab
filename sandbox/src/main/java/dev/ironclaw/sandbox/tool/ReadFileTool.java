package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import java.nio.charset.StandardCharsets;

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
    return "Reads a UTF-8 text file of at most 1 MiB from the workspace; shows the first 64 KiB.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"}},"required":["path"],\
        "additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    byte[] content = workspace.read(name(), call.input().text("path"));
    return ToolResult.done(new String(content, StandardCharsets.UTF_8));
  }
}
