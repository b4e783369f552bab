package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.CommandBody;
import dev.ironclaw.contract.api.CommandView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The tool that [McpServer] offers.
///
/// @param project of commands that name none
/// @param policy of commands that name none
record McpTool(Optional<String> project, Optional<String> policy) {
  static final String NAME = "sandbox_exec";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> KNOWN = Set.of("command", "argv", "project", "policy", "env", "timeout_seconds",
      "max_output", "network", "confirm", "fresh");
  private static final String SCHEMA = """
      {"type":"object","properties":{
      "command":{"type":"string","description":"A line for the shell; or use argv."},
      "argv":{"type":"array","items":{"type":"string"},"description":"Program and arguments, without a shell."},
      "project":{"type":"string","description":"Name of the project's folder, which is /workspace there."},
      "policy":{"type":"string","enum":["read_only","workspace_write","full_access"],
      "description":"read_only where left out: the project can't be written."},
      "env":{"type":"object","additionalProperties":{"type":"string"}},
      "timeout_seconds":{"type":"integer","minimum":1,"maximum":3600,"description":"120 where left out."},
      "max_output":{"type":"integer","minimum":2,"description":"Bytes, half for each stream; 65536 where left out."},
      "network":{"type":"array","items":{"type":"string"},
      "description":"Hosts to reach over HTTPS through the proxy of the environment; none where left out."},
      "confirm":{"type":"string","enum":["full_access"],"description":"For the policy full_access."},
      "fresh":{"type":"boolean","description":"In a container in which nothing ran before."}},
      "additionalProperties":false}""";

  ObjectNode description() {
    ObjectNode tool = JSON.createObjectNode().put("name", NAME).put("title", "Run a command in a container");
    tool.put("description",
        "Runs one command in a container on the person's machine, in the folder of a project, and gives "
            + "its exit code and what it printed. Files below /workspace are the project's; /tmp lasts for a while. Nothing "
            + "runs on when it ends. There is no network but to approved hosts that \"network\" names.");
    tool.set("inputSchema", JSON.readTree(SCHEMA));
    tool.putObject("annotations").put("readOnlyHint", false).put("destructiveHint", true).put("openWorldHint", true);
    return tool;
  }

  /// @throws CommandFailure for what is not of the schema
  CommandBody body(JsonNode arguments) {
    arguments.propertyNames().stream().filter(name -> !KNOWN.contains(name)).findFirst().ifPresent(name -> {
      throw wrong("there is no argument \"" + name + "\"");
    });
    String where = text(arguments, "project").or(() -> project)
        .orElseThrow(() -> wrong("\"project\" is missing, and the server was started without --project"));
    return new CommandBody(text(arguments, "command"), texts(arguments, "argv"), where,
        text(arguments, "policy").or(() -> policy), variables(arguments), number(arguments, "timeout_seconds"),
        number(arguments, "max_output"), texts(arguments, "network"), text(arguments, "confirm"),
        flag(arguments, "fresh"));
  }

  private static Optional<JsonNode> given(JsonNode arguments, String name) {
    JsonNode value = arguments.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<String> text(JsonNode arguments, String name) {
    return given(arguments, name).map(value -> text(name, value));
  }

  private static String text(String name, JsonNode value) {
    if (!value.isString()) {
      throw wrong("\"" + name + "\" must be of text");
    }
    return value.stringValue();
  }

  private static Optional<List<String>> texts(JsonNode arguments, String name) {
    return given(arguments, name).map(value -> {
      if (!value.isArray()) {
        throw wrong("\"" + name + "\" must be a list");
      }
      List<String> texts = new ArrayList<>();
      value.values().forEach(item -> texts.add(text(name, item)));
      return texts;
    });
  }

  private static Optional<Map<String, String>> variables(JsonNode arguments) {
    return given(arguments, "env").map(value -> {
      if (!value.isObject()) {
        throw wrong("\"env\" must be an object");
      }
      Map<String, String> variables = new LinkedHashMap<>();
      value.properties().forEach(entry -> variables.put(entry.getKey(), text("env", entry.getValue())));
      return variables;
    });
  }

  private static Optional<Integer> number(JsonNode arguments, String name) {
    return given(arguments, name).map(value -> {
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw wrong("\"" + name + "\" must be a whole number");
      }
      return value.intValue();
    });
  }

  private static Optional<Boolean> flag(JsonNode arguments, String name) {
    return given(arguments, name).map(value -> {
      if (!value.isBoolean()) {
        throw wrong("\"" + name + "\" must be true or false");
      }
      return value.booleanValue();
    });
  }

  private static CommandFailure wrong(String what) {
    return new CommandFailure(ExitCode.USAGE, what);
  }

  /// What an agent reads, and the whole for programs.
  ObjectNode result(CommandView ended) {
    ObjectNode result = JSON.createObjectNode();
    StringBuilder text = new StringBuilder(ended.stdout());
    if (!ended.stderr().isEmpty()) {
      text.append(text.isEmpty() || ended.stdout().endsWith("\n") ? "" : "\n").append("--- stderr ---\n")
          .append(ended.stderr());
    }
    text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : "\n").append("[exit code ")
        .append(ended.exitCode()).append(ended.timedOut() ? ", ended at its time limit" : "")
        .append(ended.stdoutTruncated() || ended.stderrTruncated() ? ", output cut" : "").append(']');
    result.putArray("content").addObject().put("type", "text").put("text", text.toString());
    result.set("structuredContent", JSON.valueToTree(ended));
    return result.put("isError", ended.timedOut() || ended.exitCode() != 0);
  }

  static ObjectNode failed(String words) {
    ObjectNode result = JSON.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", words);
    return result.put("isError", true);
  }
}
