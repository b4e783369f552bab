package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Asks a human for hosts. Asking is all it can do.
public final class RequestApiAccessTool implements Tool {
  private final BoxClient host;

  public RequestApiAccessTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.REQUEST_API_ACCESS;
  }

  @Override
  public String description() {
    return "Asks a human to let you fetch from hosts, each as \"[METHOD ]host[/path]\", for example "
        + "\"GET docs.example.org/guide\". Ask for as little as you need, all at once; a notice tells you the outcome.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"hosts":{"type":"array","items":{"type":"string"},"maxItems":20},\
        "reason":{"type":"string","description":"for the human who decides"}},\
        "required":["hosts","reason"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
