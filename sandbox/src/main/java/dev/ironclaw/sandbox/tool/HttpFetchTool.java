package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Asks the host for a web page or an API. The host enforces where to: a box has no network.
public final class HttpFetchTool implements Tool {
  private final BoxClient host;

  public HttpFetchTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.HTTP_FETCH;
  }

  @Override
  public String description() {
    return "Fetches an https address of a host that a human approved for you; pages come as text. Where it says that it "
        + "is not approved, use request_api_access. A secret goes along by its name as \"credential\", never as text.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"url":{"type":"string","description":"https://…"},\
        "method":{"type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE"]},\
        "headers":{"type":"object","description":"accept, accept-language, content-type, if-…",\
        "additionalProperties":{"type":"string"}},"body":{"type":"string"},\
        "credential":{"type":"string","description":"name of one that an operator keeps"}},\
        "required":["url"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
