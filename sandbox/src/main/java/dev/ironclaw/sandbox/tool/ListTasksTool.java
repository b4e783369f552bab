package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Lists the schedules of the agent, as the host knows them.
public final class ListTasksTool implements Tool {
  private final BoxClient host;

  public ListTasksTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.LIST_TASKS;
  }

  @Override
  public String description() {
    return "Lists your schedules: their ids, when they run next, and what came of the last run.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{},"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
