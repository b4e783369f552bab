package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/// Asks for another agent. Asking is all it can do: a human sees the whole of it and decides.
public final class CreateAgentTool implements Tool {
  private static final List<String> DOCUMENTS = List.of("identity", "soul", "instructions");

  private final BoxClient host;

  public CreateAgentTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.CREATE_AGENT;
  }

  @Override
  public String description() {
    return "Asks a human for a new agent with a name, documents that say who it is, and tools. A human sees all of it and "
        + "decides; a notice tells you the outcome. To write to it afterwards, ask for the destination agent/ID.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"name":{"type":"string"},"folder":{"type":"string","description":"its workspace; \
        left out, made of the name"},"identity":{"type":"string"},"soul":{"type":"string"},\
        "instructions":{"type":"string"},"enabled_tools":{"type":"array","items":{"type":"string"}},\
        "reason":{"type":"string","description":"for the human who decides"}},\
        "required":["name","reason"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    Obj input = call.input();
    JsonWriter request = new JsonWriter().object().text("action", name()).object("payload")
        .text("name", input.text("name")).text("folder", input.optionalText("folder"));
    if (DOCUMENTS.stream().anyMatch(document -> input.optionalText(document).isPresent())) {
      request.object("personaDocs");
      for (String document : DOCUMENTS) {
        request.text(document, input.optionalText(document));
      }
      request.endObject();
    }
    if (input.member("enabled_tools").isPresent()) {
      request.texts("enabledTools", input.array("enabled_tools").stream().map(CreateAgentTool::tool).toList());
    }
    Optional<String> reason = Optional.of(input.text("reason"));
    SystemRow.send(host, call, request.endObject().text("reason", reason).endObject().text());
    return ToolResult
        .done("The request is recorded and a human decides. There is no new agent yet; a notice will tell you "
            + "whether there is.");
  }

  private static String tool(JsonValue name) {
    if (name instanceof JsonValue.Text words) {
      return words.value();
    }
    throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "each of \"enabled_tools\" must be a text");
  }
}
