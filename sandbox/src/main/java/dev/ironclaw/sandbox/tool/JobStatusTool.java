package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Shows the agent's own jobs, as the host knows them.
public final class JobStatusTool implements Tool {
  private final BoxClient host;

  public JobStatusTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.JOB_STATUS;
  }

  @Override
  public String description() {
    return "Shows one of your jobs: how it stands, what happened last in it, and its result. You are told of its end without asking. Without a job_id it lists the last ten.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"job_id":{"type":"string"}},"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
