package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import java.util.List;

/// Lists a folder. The host enforces it: without a grant there is no workspace.
public final class ListDirTool implements Tool {
  private final Workspace workspace;

  public ListDirTool(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public String name() {
    return ToolName.LIST_DIR;
  }

  @Override
  public String description() {
    return "Lists a folder of the workspace, at most 1,000 entries; without \"path\" the workspace itself.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"}},\
        "additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    List<String> lines = workspace.list(name(), call.input().optionalText("path").orElse(""));
    return ToolResult.done(lines.isEmpty() ? "(empty)" : String.join("\n", lines));
  }
}
