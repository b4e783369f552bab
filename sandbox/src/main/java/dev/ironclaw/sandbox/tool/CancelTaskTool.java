package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Ends a schedule of the agent. The host does it at once.
public final class CancelTaskTool implements Tool {
  private final BoxClient host;

  public CancelTaskTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.CANCEL_TASK;
  }

  @Override
  public String description() {
    return "Ends one of your schedules at once. Only the user can bring it back.";
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
