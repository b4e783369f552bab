package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Asks that the agent be woken at a time. The host enforces the right, a human decides.
public final class ScheduleTaskTool implements Tool {
  private final BoxClient host;

  public ScheduleTaskTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.SCHEDULE_TASK;
  }

  @Override
  public String description() {
    return "Schedules something for you to do later, once (run_at), again and again (recurrence), or both. A human approves it"
        + " first. When the time comes you are woken here with the prompt and nothing else, so write all that you need into it.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"prompt":{"type":"string","maxLength":4096},"""
        + TaskSchema.TIMES + """
            },"required":["prompt"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    call.input().text("prompt");
    return call.byHost(host, name());
  }
}
