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
        {"type":"object","properties":{"task_id":{"type":"string"},"prompt":{"type":"string","maxLength":4096},\
        "run_at":{"type":"string","description":"RFC 3339 with offset, for example 2026-12-01T09:00:00+01:00"},\
        "recurrence":{"type":"string","description":"hourly, daily, weekly, an ISO 8601 duration such as PT90M or P2D, or five cron fields such as 0 9 * * 1-5"},\
        "timezone":{"type":"string","description":"IANA name, for example Europe/Berlin; the user's own where left out"},\
        "until":{"type":"string","description":"RFC 3339; nothing runs after it"},\
        "reason":{"type":"string","description":"for the human who decides"}},\
        "required":["task_id"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    call.input().text("task_id");
    return call.byHost(host, name());
  }
}
