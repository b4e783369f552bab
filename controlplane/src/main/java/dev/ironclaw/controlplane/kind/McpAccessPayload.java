package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which tools of one MCP server an agent may use.
///
/// @param tools the whole list, sorted, none where it is empty; left out: all that the server offers when a human
///        decides, and none that it adds later
record McpAccessPayload(String server, Optional<List<String>> tools) implements Payload {
  static final Pattern SERVER = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final int MAX_BYTES = 128;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.MCP_ACCESS,
      "{\"server\": name, \"tools\"?: [names]}");

  static McpAccessPayload parse(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    String server = server(fields, "server", SCHEMA);
    Optional<List<String>> tools = fields.items("tools", value -> {
      String tool = SCHEMA.name("a tool", value, MAX_BYTES);
      if (!TOOL.matcher(tool).matches()) {
        throw SCHEMA.invalid("a tool's name must match " + TOOL.pattern());
      }
      return tool;
    });
    fields.end();
    if (tools.filter(names -> new HashSet<>(names).size() != names.size()).isPresent()) {
      throw SCHEMA.invalid("\"tools\" names one twice");
    }
    return new McpAccessPayload(server, tools.map(names -> names.stream().sorted().toList()));
  }

  static String server(Fields fields, String name, Fields.Schema schema) {
    String server = fields.requiredName(name, MAX_BYTES);
    if (!SERVER.matcher(server).matches()) {
      throw schema.invalid("\"" + name + "\" must match " + SERVER.pattern());
    }
    return server;
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("server", server);
    tools.ifPresent(names -> names.forEach(json.putArray("tools")::add));
    return json;
  }
}
