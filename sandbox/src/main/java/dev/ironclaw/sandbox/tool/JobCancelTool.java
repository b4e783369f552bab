package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Ends a job of the agent's own. The host does it at once.
public final class JobCancelTool implements Tool {
  private final BoxClient host;

  public JobCancelTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.JOB_CANCEL;
  }

  @Override
  public String description() {
    return "Ends one of your jobs at once. What it has done so far stays.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"job_id":{"type":"string"}},"required":["job_id"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    call.input().text("job_id");
    return call.byHost(host, name());
  }
}
