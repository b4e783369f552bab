package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Has the host search the web. The host chooses the engine.
public final class WebSearchTool implements Tool {
  private final BoxClient host;

  public WebSearchTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.WEB_SEARCH;
  }

  @Override
  public String description() {
    return "Searches the web: titles, addresses and short descriptions. To read a result, fetch its address with "
        + "http_fetch; its host needs an approval first.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"query":{"type":"string","maxLength":400},\
        "max_results":{"type":"integer","minimum":1,"maximum":10,"description":"5 where left out"}},\
        "required":["query"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
