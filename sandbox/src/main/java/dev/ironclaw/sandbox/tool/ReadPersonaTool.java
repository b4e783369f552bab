package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.json.JsonWriter;

/// Shows the agent its own documents, as the host has them now. The host enforces the right to.
public final class ReadPersonaTool implements Tool {
  private final BoxClient host;

  public ReadPersonaTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.READ_PERSONA;
  }

  @Override
  public String description() {
    return "Reads your persona documents: identity, soul, instructions. You cannot write them; you can request a change.";
  }

  @Override
  public String inputSchema() {
    return "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    Persona persona = host.persona();
    return ToolResult.done(new JsonWriter().object().text("identity", persona.identity()).text("soul", persona.soul())
        .text("instructions", persona.instructions()).endObject().text());
  }
}
