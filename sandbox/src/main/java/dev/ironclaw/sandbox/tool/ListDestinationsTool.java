package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Where the agent may write. The host knows, and refuses every other place whatever this says.
public final class ListDestinationsTool implements Tool {
  private final BoxClient host;

  public ListDestinationsTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.LIST_DESTINATIONS;
  }

  @Override
  public String description() {
    return "Lists the places and agents that you may write to besides replying: one a line, and how.";
  }

  @Override
  public String inputSchema() {
    return "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
