package dev.ironclaw.controlplane.llm;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the dialects have in common: answers as one JSON text or as events, arguments as text, numbers that a server may
/// have made up.
final class Wire {
  /// No model takes or says more in one call.
  private static final long MOST_TOKENS = 20_000_000;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Wire() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// A whole answer.
  static JsonNode json(byte[] body) {
    JsonNode json = leniently(body);
    if (!json.isObject()) {
      throw unread("it is no JSON object");
    }
    return json;
  }

  /// Missing where it is no JSON.
  static JsonNode leniently(byte[] body) {
    try {
      return Optional.ofNullable(MAPPER.readTree(body)).orElseGet(MAPPER::missingNode);
    } catch (JacksonException e) {
      return MAPPER.missingNode(); // silent-ok: the caller says what it is not
    }
  }

  /// The data of each event, in order.
  static List<JsonNode> events(byte[] body) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith("data:") && !line.strip().equals("data: [DONE]")) {
        events.add(json(line.substring("data:".length()).strip().getBytes(StandardCharsets.UTF_8)));
      }
    }
    return events;
  }

  static long tokens(JsonNode usage, String name) {
    return Math.clamp(usage.path(name).asLong(0), 0, MOST_TOKENS);
  }

  /// A tool's call whose arguments came as a text.
  static ToolCall call(String id, String name, String arguments) {
    JsonNode json = arguments.isBlank() ? object() : leniently(arguments.getBytes(StandardCharsets.UTF_8));
    return json instanceof ObjectNode object
        ? new ToolCall(id, name, object, Optional.empty(), Optional.empty())
        : new ToolCall(id, name, object(), Optional.empty(), Optional.of("the arguments are no JSON object"));
  }

  static IronclawException unread(String why) {
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: " + why + "; try again");
  }
}
