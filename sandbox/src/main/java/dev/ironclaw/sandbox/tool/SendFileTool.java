package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Sends a file. The host takes it out of the workspace by itself and enforces where it may go.
public final class SendFileTool implements Tool {
  private final BoxClient host;

  public SendFileTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.SEND_FILE;
  }

  @Override
  public String description() {
    return "Sends a file of the workspace, at most 10 MiB, as a message with a caption. Without \"to\" it goes to the "
        + "conversation you are in; not every place takes files.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"},"to":{"type":"string","description":"as \
        list_destinations shows it"},"caption":{"type":"string","maxLength":4000}},"required":["path"],\
        "additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
