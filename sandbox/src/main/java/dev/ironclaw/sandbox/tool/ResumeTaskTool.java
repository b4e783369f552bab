package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Asks that a schedule may go on. The host enforces the right, a human decides.
public final class ResumeTaskTool implements Tool {
  private final BoxClient host;

  public ResumeTaskTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.RESUME_TASK;
  }

  @Override
  public String description() {
    return "Asks that a paused schedule of yours may go on. A human approves it first.";
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
