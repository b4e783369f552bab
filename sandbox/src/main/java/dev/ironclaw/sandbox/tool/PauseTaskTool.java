package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Pauses a schedule of the agent. The host does it at once.
public final class PauseTaskTool implements Tool {
  private final BoxClient host;

  public PauseTaskTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.PAUSE_TASK;
  }

  @Override
  public String description() {
    return "Pauses one of your schedules at once; resume_task lets it go on.";
  }

  @Override
  public String inputSchema() {
    return TaskSchema.ONE_TASK;
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    call.input().text("task_id");
    return call.byHost(host, name());
  }
}
