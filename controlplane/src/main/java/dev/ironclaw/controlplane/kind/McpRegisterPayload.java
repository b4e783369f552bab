package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An MCP server that this host is to know, or not to know any more.
sealed interface McpRegisterPayload extends Payload {
  Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.MCP_REGISTER, "{\"name\", \"displayName\"?, \"description\"?, "
      + "\"transport\"?: stdio|http, and either \"command\", \"args\"?, \"dir\"?, \"image\"?, \"env\"?: {NAME: value} or "
      + "\"url\" (https, or http to this machine), \"headers\"?: {Name: value}}; {\"remove\": name}");
  Pattern ENV = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,128}");
  Pattern URL = Pattern.compile("(https?)://([^/?#@\\\\]+?)(:[0-9]{1,5})?(/[!-~&&[^\\\\#]]*)?");
  List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");
  int MAX_BYTES = 4_096;
  int MAX_NAME_BYTES = 128;

  /// Adds the server or replaces the one of that name.
  record Register(String name, String displayName, String description, Way way) implements McpRegisterPayload {
    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name).put("displayName", displayName)
          .put("description", description);
      way.write(json);
      return json;
    }
  }

  /// Forgets the server.
  record Remove(String name) implements McpRegisterPayload {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().put("remove", name);
    }
  }

  /// How it is reached.
  sealed interface Way {
    void write(ObjectNode json);
  }

  /// A program of this host.
  record Command(String command, List<String> args, String dir, String image, Map<String, String> env)
      implements
        Way {
    @Override
    public void write(ObjectNode json) {
      json.put("transport", "stdio").put("command", command).put("dir", dir).put("image", image);
      args.forEach(json.putArray("args")::add);
      new TreeMap<>(env).forEach(json.putObject("env")::put);
    }
  }

  /// A server of the network.
  record Address(String url, Map<String, String> headers) implements Way {
    @Override
    public void write(ObjectNode json) {
      json.put("transport", "http").put("url", url);
      new TreeMap<>(headers).forEach(json.putObject("headers")::put);
    }
  }

  static McpRegisterPayload parse(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    if (fields.has("remove")) {
      Remove remove = new Remove(McpAccessPayload.server(fields, "remove", SCHEMA));
      fields.end();
      return remove;
    }
    String name = McpAccessPayload.server(fields, "name", SCHEMA);
    String displayName = fields.name("displayName", MAX_NAME_BYTES).orElse(name);
    String description = fields.any("description").map(value -> optional("description", value)).orElse("");
    Optional<String> transport = fields.oneOf("transport", new String[]{"stdio", "http"}, word -> word);
    boolean command = fields.has("command");
    if (command == fields.has("url")) {
      throw SCHEMA.invalid("it must hold exactly one of \"command\" and \"url\"");
    }
    if (transport.filter(word -> word.equals("stdio") != command).isPresent()) {
      throw SCHEMA.invalid("\"transport\" does not fit \"" + (command ? "command" : "url") + "\"");
    }
    Register register = new Register(name, displayName, description, command ? command(fields) : address(fields));
    fields.end();
    return register;
  }

  private static Way command(Fields fields) {
    return new Command(fields.requiredName("command", MAX_BYTES),
        fields.items("args", value -> SCHEMA.text("an argument", value, MAX_BYTES)).orElse(List.of()),
        fields.any("dir").map(value -> optional("dir", value)).orElse(""),
        fields.any("image").map(value -> optional("image", value)).orElse(""), map(fields, "env", ENV));
  }

  private static Way address(Fields fields) {
    String url = fields.requiredName("url", MAX_BYTES);
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw SCHEMA.invalid("\"url\" is no plain http or https address without user, fragment and blanks");
    }
    boolean here = THIS_MACHINE.contains(parts.group(2));
    if (!here && !parts.group(1).equals("https")) {
      throw SCHEMA.invalid("\"url\" must be https");
    }
    if (!here) {
      EgressHost.objection(parts.group(2)).ifPresent(why -> {
        throw SCHEMA.hostile("the host of \"url\" " + why);
      });
    }
    return new Address(url, map(fields, "headers", HEADER));
  }

  private static String optional(String name, JsonNode value) {
    return value.isString() && value.stringValue().isEmpty() ? "" : SCHEMA.name("\"" + name + "\"", value, MAX_BYTES);
  }

  private static Map<String, String> map(Fields fields, String name, Pattern rule) {
    Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.any(name).ifPresent(object -> {
      if (!object.isObject() || object.size() > Byte.MAX_VALUE) {
        throw SCHEMA.invalid("\"" + name + "\" must be an object of at most " + Byte.MAX_VALUE + " texts");
      }
      object.properties().forEach(entry -> {
        String value = SCHEMA.text("a value of \"" + name + "\"", entry.getValue(), MAX_BYTES);
        if (!rule.matcher(entry.getKey()).matches() || value.chars().anyMatch(c -> c < ' ')
            || map.put(entry.getKey(), value) != null) {
          throw SCHEMA.invalid("\"" + name + "\" holds a name twice or in a wrong form, or a line break");
        }
      });
    });
    return new TreeMap<>(map);
  }

  /// Literal values are secrets; `${NAME}` is not one, it says where the host finds it.
  static List<String> masked(Map<String, String> values) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> lines
        .add(name + " = " + (value.matches("\\$\\{[A-Za-z_][A-Za-z0-9_]*}") ? value : "••••")));
    return lines;
  }
}
