package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.json.JsonWriter;

/// Asks that this agent be changed. Asking is all it can do: the host holds the request until a human has decided.
public final class RequestCapabilityTool implements Tool {
  private final BoxClient host;

  public RequestCapabilityTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.REQUEST_CAPABILITY_CHANGE;
  }

  @Override
  public String description() {
    return "Asks a human to change what you are or can do. Kinds: persona with payload {\"identity\"?,\"soul\"?,"
        + "\"instructions\"?}; enabled_tools with payload {\"tools\":[…]}. A human sees the exact change and decides; "
        + "a notice tells you the outcome.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"kind":{"type":"string"},"payload":{"type":"object"},\
        "reason":{"type":"string","description":"for the human who decides"}},\
        "required":["kind","payload","reason"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String content = new JsonWriter().object().text("action", name()).object("payload")
        .text("kind", call.input().text("kind")).value("payload", call.input().object("payload")).endObject()
        .text("reason", call.input().text("reason")).endObject().text();
    SystemRow.send(host, call, content);
    return ToolResult
        .done("The request is recorded and a human decides. Nothing has changed yet; a notice will tell you "
            + "whether it was applied or denied.");
  }
}
