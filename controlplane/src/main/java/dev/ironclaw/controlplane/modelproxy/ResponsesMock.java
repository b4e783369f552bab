package dev.ironclaw.controlplane.modelproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The responses API: typed events, items that are added, grow and are done, `response.completed`.
final class ResponsesMock implements MockDialect {
  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_RESPONSES;
  }

  @Override
  public Optional<MockAsked> read(String path, Optional<String> query, JsonNode body) {
    String model = MockDialect.text(body, "model");
    if (model.isEmpty() || body.get("input") == null || !body.get("input").isArray()) {
      return Optional.empty();
    }
    List<MockAsked.Message> messages = new ArrayList<>();
    for (JsonNode item : MockDialect.list(body, "input")) {
      if (MockDialect.text(item, "type").equals("function_call_output")) {
        messages.add(new MockAsked.Message("", List.of(MockDialect.words(item, "output"))));
      } else if (MockDialect.text(item, "role").equals("user")) {
        messages.add(new MockAsked.Message(MockDialect.words(item, "content"), List.of()));
      } else {
        messages.add(MODEL);
      }
    }
    return Optional.of(new MockAsked(model, MockDialect.grouped(messages), body.path("stream").asBoolean(false)));
  }

  private static ObjectNode response(MockReply reply, String status) {
    return reply.object().put("id", "resp_" + reply.digest()).put("object", "response").put("created_at", 0)
        .put("status", status).put("model", reply.model()).putNull("error").putNull("incomplete_details");
  }

  private static String response(MockReply reply, String type, ObjectNode response) {
    ObjectNode event = reply.event(type);
    event.set("response", response);
    return MockDialect.named(event);
  }

  private static String item(MockReply reply, String type, int index, ObjectNode item) {
    ObjectNode event = reply.event(type).put("output_index", index);
    event.set("item", item);
    return MockDialect.named(event);
  }

  private static ObjectNode message(MockReply reply, String status, Optional<String> text) {
    ObjectNode item = reply.event("message").put("id", messageId(reply)).put("status", status).put("role", "assistant");
    ArrayNode content = item.putArray("content");
    text.ifPresent(words -> content.addObject().put("type", "output_text").put("text", words).putArray("annotations"));
    return item;
  }

  private static String messageId(MockReply reply) {
    return "msg_" + reply.digest();
  }

  private static ObjectNode call(MockReply reply, int index, MockAnswer.ToolCall call, String status) {
    boolean done = status.equals("completed");
    return reply.event("function_call").put("id", "fc_" + reply.digest() + "_" + index).put("status", status)
        .put("call_id", reply.toolId(index)).put("name", call.name())
        .put("arguments", done ? call.input().toString() : "");
  }

  @Override
  public List<String> begin(MockReply reply) {
    return List.of(response(reply, "response.created", response(reply, "in_progress")),
        item(reply, "response.output_item.added", 0, message(reply, "in_progress", Optional.empty())));
  }

  @Override
  public List<String> piece(MockReply reply, String text) {
    return List.of(MockDialect.named(reply.event("response.output_text.delta").put("item_id", messageId(reply))
        .put("output_index", 0).put("content_index", 0).put("delta", text)));
  }

  @Override
  public List<String> end(MockReply reply, String text) {
    return List.of(
        MockDialect.named(reply.event("response.output_text.done").put("item_id", messageId(reply))
            .put("output_index", 0).put("content_index", 0).put("text", text)),
        item(reply, "response.output_item.done", 0, message(reply, "completed", Optional.of(text))),
        response(reply, "response.completed",
            completed(reply, List.of(message(reply, "completed", Optional.of(text))))));
  }

  private static ObjectNode completed(MockReply reply, List<ObjectNode> output) {
    ObjectNode response = response(reply, "completed");
    ArrayNode items = response.putArray("output");
    output.forEach(items::add);
    response.putObject("usage").put("input_tokens", reply.inputTokens()).put("output_tokens", reply.outputTokens())
        .put("total_tokens", reply.inputTokens() + reply.outputTokens());
    return response;
  }

  @Override
  public List<String> calls(MockReply reply, List<MockAnswer.ToolCall> calls) {
    List<String> events = new ArrayList<>();
    events.add(response(reply, "response.created", response(reply, "in_progress")));
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode whole = call(reply, i, calls.get(i), "completed");
      String input = MockDialect.text(whole, "arguments");
      events.add(item(reply, "response.output_item.added", i, call(reply, i, calls.get(i), "in_progress")));
      events.add(MockDialect.named(reply.event("response.function_call_arguments.delta")
          .put("item_id", MockDialect.text(whole, "id")).put("output_index", i).put("delta", input)));
      events.add(item(reply, "response.output_item.done", i, whole));
    }
    events.add(response(reply, "response.completed", completed(reply, output(reply, calls))));
    return events;
  }

  private static List<ObjectNode> output(MockReply reply, List<MockAnswer.ToolCall> calls) {
    List<ObjectNode> output = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      output.add(call(reply, i, calls.get(i), "completed"));
    }
    return output;
  }

  @Override
  public JsonNode whole(MockReply reply, MockAnswer.Words answer) {
    return completed(reply, switch (answer) {
      case MockAnswer.Text(var text, var _) -> List.of(message(reply, "completed", Optional.of(text)));
      case MockAnswer.ToolCalls(var calls) -> output(reply, calls);
    });
  }

  @Override
  public ObjectNode error(JsonMapper mapper, int status, String message) {
    return new OpenAiMock().error(mapper, status, message);
  }
}
