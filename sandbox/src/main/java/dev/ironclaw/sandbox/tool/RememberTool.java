package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Writes a note. The host keeps it, bounded, outside the box.
public final class RememberTool implements Tool {
  private final BoxClient host;

  public RememberTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.REMEMBER;
  }

  @Override
  public String description() {
    return "Writes a note for later, of at most 8 KiB: all your conversations share your notes, and people can read, change and "
        + "erase them. Never note passwords or keys.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"text":{"type":"string"},"title":{"type":"string","maxLength":120},\
        "tags":{"type":"array","maxItems":8,"items":{"type":"string","maxLength":40}}},"required":["text"],\
        "additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    return call.byHost(host, name());
  }
}
