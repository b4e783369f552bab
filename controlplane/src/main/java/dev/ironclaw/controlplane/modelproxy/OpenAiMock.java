package dev.ironclaw.controlplane.modelproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The chat completions API: chunks with deltas, usage in a chunk of its own, `[DONE]`.
final class OpenAiMock implements MockDialect {
  private static final String DONE = "data: [DONE]\n\n";

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI;
  }

  @Override
  public Optional<MockAsked> read(String path, Optional<String> query, JsonNode body) {
    String model = MockDialect.text(body, "model");
    if (model.isEmpty() || body.get("messages") == null || !body.get("messages").isArray()) {
      return Optional.empty();
    }
    List<MockAsked.Message> messages = new ArrayList<>();
    for (JsonNode message : MockDialect.list(body, "messages")) {
      String words = MockDialect.words(message, "content");
      switch (MockDialect.text(message, "role")) {
        case "user" -> messages.add(new MockAsked.Message(words, List.of()));
        case "tool" -> messages.add(new MockAsked.Message("", List.of(words)));
        default -> messages.add(MODEL);
      }
    }
    return Optional.of(new MockAsked(model, MockDialect.grouped(messages), body.path("stream").asBoolean(false)));
  }

  private static ObjectNode chunk(MockReply reply, String kind) {
    return reply.object().put("id", "chatcmpl-" + reply.digest()).put("object", kind).put("created", 0)
        .put("model", reply.model());
  }

  private static String delta(MockReply reply, ObjectNode delta, Optional<String> finish) {
    ObjectNode chunk = chunk(reply, "chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    finish.ifPresentOrElse(reason -> choice.put("finish_reason", reason), () -> choice.putNull("finish_reason"));
    chunk.putNull("usage");
    return MockDialect.data(chunk);
  }

  private static ObjectNode usage(MockReply reply) {
    return reply.object().put("prompt_tokens", reply.inputTokens()).put("completion_tokens", reply.outputTokens())
        .put("total_tokens", reply.inputTokens() + reply.outputTokens());
  }

  @Override
  public List<String> begin(MockReply reply) {
    ObjectNode delta = reply.object().put("role", "assistant").put("content", "").putNull("refusal");
    return List.of(delta(reply, delta, Optional.empty()));
  }

  @Override
  public List<String> piece(MockReply reply, String text) {
    return List.of(delta(reply, reply.object().put("content", text), Optional.empty()));
  }

  @Override
  public List<String> end(MockReply reply, String text) {
    return stop(reply, "stop");
  }

  private static List<String> stop(MockReply reply, String reason) {
    ObjectNode last = chunk(reply, "chat.completion.chunk");
    last.putArray("choices");
    last.set("usage", usage(reply));
    return List.of(delta(reply, reply.object(), Optional.of(reason)), MockDialect.data(last), DONE);
  }

  @Override
  public List<String> calls(MockReply reply, List<MockAnswer.ToolCall> calls) {
    List<String> events = new ArrayList<>(begin(reply));
    for (int i = 0; i < calls.size(); i++) {
      String input = calls.get(i).input().toString();
      int middle = input.length() / 2;
      events.add(call(reply, call(reply, i, calls.get(i), input.substring(0, middle)).put("index", i)));
      ObjectNode rest = reply.object().put("index", i);
      rest.putObject("function").put("arguments", input.substring(middle));
      events.add(call(reply, rest));
    }
    events.addAll(stop(reply, "tool_calls"));
    return events;
  }

  private static String call(MockReply reply, ObjectNode call) {
    ObjectNode delta = reply.object();
    delta.putArray("tool_calls").add(call);
    return delta(reply, delta, Optional.empty());
  }

  private static ObjectNode call(MockReply reply, int index, MockAnswer.ToolCall call, String arguments) {
    ObjectNode node = reply.object().put("id", reply.toolId(index)).put("type", "function");
    node.putObject("function").put("name", call.name()).put("arguments", arguments);
    return node;
  }

  @Override
  public JsonNode whole(MockReply reply, MockAnswer.Words answer) {
    ObjectNode whole = chunk(reply, "chat.completion");
    ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    switch (answer) {
      case MockAnswer.Text(var text, var _) -> {
        message.put("content", text);
        choice.put("finish_reason", "stop");
      }
      case MockAnswer.ToolCalls(var calls) -> {
        ArrayNode list = message.putNull("content").putArray("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
          list.add(call(reply, i, calls.get(i), calls.get(i).input().toString()));
        }
        choice.put("finish_reason", "tool_calls");
      }
    }
    whole.set("usage", usage(reply));
    return whole;
  }

  @Override
  public ObjectNode error(JsonMapper mapper, int status, String message) {
    ObjectNode error = mapper.createObjectNode();
    error.putObject("error").put("message", message)
        .put("type", status < 500 ? "invalid_request_error" : "server_error").putNull("param").putNull("code");
    return error;
  }
}
