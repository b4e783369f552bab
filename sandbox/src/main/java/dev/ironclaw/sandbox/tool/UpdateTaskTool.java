package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Asks that a schedule be changed. The host enforces the right, a human decides.
public final class UpdateTaskTool implements Tool {
  private final BoxClient host;

  public UpdateTaskTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.UPDATE_TASK;
  }

  @Override
  public String description() {
    return "Asks to change one of your schedules; what you leave out stays, but new times replace all its times. A human"
        + " approves it first.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"task_id":{"type":"string"},"prompt":{"type":"string","maxLength":4096},"""
        + TaskSchema.TIMES + """
            },"required":["task_id"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    call.input().text("task_id");
    return call.byHost(host, name());
  }
}
