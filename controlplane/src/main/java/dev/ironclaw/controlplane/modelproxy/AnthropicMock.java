package dev.ironclaw.controlplane.modelproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The messages API of Anthropic: `message_start` to `message_stop`.
final class AnthropicMock implements MockDialect {
  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public Optional<MockAsked> read(String path, Optional<String> query, JsonNode body) {
    String model = MockDialect.text(body, "model");
    if (model.isEmpty() || body.get("messages") == null || !body.get("messages").isArray()) {
      return Optional.empty();
    }
    List<MockAsked.Message> messages = MockDialect.list(body, "messages").stream()
        .filter(message -> MockDialect.text(message, "role").equals("user"))
        .map(message -> new MockAsked.Message(MockDialect.words(message, "content"), results(message))).toList();
    return Optional.of(new MockAsked(model, messages, body.path("stream").asBoolean(false)));
  }

  private static List<String> results(JsonNode message) {
    return MockDialect.list(message, "content").stream()
        .filter(block -> MockDialect.text(block, "type").equals("tool_result"))
        .map(block -> MockDialect.words(block, "content")).toList();
  }

  private static ObjectNode head(MockReply reply, int outputSoFar) {
    ObjectNode message = reply.object().put("id", "msg_" + reply.digest()).put("type", "message")
        .put("role", "assistant").put("model", reply.model());
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.putObject("usage").put("input_tokens", reply.inputTokens()).put("output_tokens", outputSoFar);
    return message;
  }

  @Override
  public List<String> begin(MockReply reply) {
    return List.of(start(reply),
        MockDialect.named(block(reply, 0, reply.object().put("type", "text").put("text", ""))));
  }

  private static String start(MockReply reply) {
    ObjectNode event = reply.event("message_start");
    event.set("message", head(reply, 0));
    return MockDialect.named(event);
  }

  private static ObjectNode block(MockReply reply, int index, ObjectNode block) {
    ObjectNode event = reply.event("content_block_start").put("index", index);
    event.set("content_block", block);
    return event;
  }

  private static String delta(MockReply reply, int index, String type, String field, String value) {
    ObjectNode event = reply.event("content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(field, value);
    return MockDialect.named(event);
  }

  @Override
  public List<String> piece(MockReply reply, String text) {
    return List.of(delta(reply, 0, "text_delta", "text", text));
  }

  @Override
  public List<String> end(MockReply reply, String text) {
    List<String> events = new ArrayList<>();
    events.add(MockDialect.named(reply.event("content_block_stop").put("index", 0)));
    events.addAll(stop(reply, "end_turn"));
    return events;
  }

  private static List<String> stop(MockReply reply, String reason) {
    ObjectNode event = reply.event("message_delta");
    event.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
    event.putObject("usage").put("output_tokens", reply.outputTokens());
    return List.of(MockDialect.named(event), MockDialect.named(reply.event("message_stop")));
  }

  @Override
  public List<String> calls(MockReply reply, List<MockAnswer.ToolCall> calls) {
    List<String> events = new ArrayList<>();
    events.add(start(reply));
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode use = use(reply, i, calls.get(i));
      use.putObject("input");
      events.add(MockDialect.named(block(reply, i, use)));
      String input = calls.get(i).input().toString();
      int middle = input.length() / 2;
      events.add(delta(reply, i, "input_json_delta", "partial_json", input.substring(0, middle)));
      events.add(delta(reply, i, "input_json_delta", "partial_json", input.substring(middle)));
      events.add(MockDialect.named(reply.event("content_block_stop").put("index", i)));
    }
    events.addAll(stop(reply, "tool_use"));
    return events;
  }

  private static ObjectNode use(MockReply reply, int index, MockAnswer.ToolCall call) {
    return reply.object().put("type", "tool_use").put("id", reply.toolId(index)).put("name", call.name());
  }

  @Override
  public JsonNode whole(MockReply reply, MockAnswer.Words answer) {
    ObjectNode message = head(reply, reply.outputTokens());
    ArrayNode content = (ArrayNode) message.get("content");
    switch (answer) {
      case MockAnswer.Text(var text, var _) -> {
        message.put("stop_reason", "end_turn");
        content.addObject().put("type", "text").put("text", text);
      }
      case MockAnswer.ToolCalls(var calls) -> {
        message.put("stop_reason", "tool_use");
        for (int i = 0; i < calls.size(); i++) {
          content.add(use(reply, i, calls.get(i)).set("input", calls.get(i).input()));
        }
      }
    }
    return message;
  }

  @Override
  public ObjectNode error(JsonMapper mapper, int status, String message) {
    String type = switch (status) {
      case 429 -> "rate_limit_error";
      case 529 -> "overloaded_error";
      case 404 -> "not_found_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
    ObjectNode error = mapper.createObjectNode().put("type", "error");
    error.putObject("error").put("type", type).put("message", message);
    return error;
  }
}
