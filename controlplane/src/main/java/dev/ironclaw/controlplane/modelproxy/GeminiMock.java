package dev.ironclaw.controlplane.modelproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The generateContent API of Gemini, `alt=sse`: responses that each hold a piece; without it an array of one.
final class GeminiMock implements MockDialect {
  private static final String HEAD = "/v1beta/models/";

  @Override
  public Dialect dialect() {
    return Dialect.GEMINI;
  }

  @Override
  public Optional<MockAsked> read(String path, Optional<String> query, JsonNode body) {
    if (body.get("contents") == null || !body.get("contents").isArray()) {
      return Optional.empty();
    }
    List<MockAsked.Message> messages = MockDialect.list(body, "contents").stream()
        .filter(content -> !MockDialect.text(content, "role").equals("model"))
        .map(content -> new MockAsked.Message(MockDialect.words(content, "parts"), results(content))).toList();
    return Optional.of(new MockAsked(path.substring(HEAD.length(), path.lastIndexOf(':')), messages,
        query.filter("alt=sse"::equals).isPresent()));
  }

  private static List<String> results(JsonNode content) {
    return MockDialect.list(content, "parts").stream().filter(part -> part.has("functionResponse"))
        .map(part -> part.path("functionResponse").path("response"))
        .map(response -> MockDialect.text(response, response.has("error") ? "error" : "result")).toList();
  }

  private static ObjectNode response(MockReply reply, List<ObjectNode> parts, boolean last) {
    ObjectNode response = reply.object();
    ObjectNode candidate = response.putArray("candidates").addObject();
    ArrayNode list = candidate.putObject("content").put("role", "model").putArray("parts");
    parts.forEach(list::add);
    candidate.put("index", 0);
    if (last) {
      candidate.put("finishReason", "STOP");
    }
    response.putObject("usageMetadata").put("promptTokenCount", reply.inputTokens())
        .put("candidatesTokenCount", last ? reply.outputTokens() : 0)
        .put("totalTokenCount", reply.inputTokens() + (last ? reply.outputTokens() : 0));
    return response.put("modelVersion", reply.model()).put("responseId", reply.digest());
  }

  @Override
  public List<String> begin(MockReply reply) {
    return List.of();
  }

  @Override
  public List<String> piece(MockReply reply, String text) {
    return List.of(MockDialect.data(response(reply, List.of(reply.object().put("text", text)), false)));
  }

  @Override
  public List<String> end(MockReply reply, String text) {
    return List.of(MockDialect.data(response(reply, List.of(reply.object().put("text", "")), true)));
  }

  @Override
  public List<String> calls(MockReply reply, List<MockAnswer.ToolCall> calls) {
    return List.of(MockDialect.data(response(reply, parts(reply, calls), true)));
  }

  /// The first one bears a signature, as from a model that thinks.
  private static List<ObjectNode> parts(MockReply reply, List<MockAnswer.ToolCall> calls) {
    List<ObjectNode> parts = new ArrayList<>();
    for (MockAnswer.ToolCall call : calls) {
      ObjectNode part = reply.object();
      part.putObject("functionCall").put("name", call.name()).set("args", call.input());
      parts.add(parts.isEmpty() ? part.put("thoughtSignature", "bW9jaw==") : part);
    }
    return parts;
  }

  @Override
  public JsonNode whole(MockReply reply, MockAnswer.Words answer) {
    return reply.mapper().createArrayNode().add(response(reply, switch (answer) {
      case MockAnswer.Text(var text, var _) -> List.of(reply.object().put("text", text));
      case MockAnswer.ToolCalls(var calls) -> parts(reply, calls);
    }, true));
  }

  @Override
  public ObjectNode error(JsonMapper mapper, int status, String message) {
    ObjectNode error = mapper.createObjectNode();
    error.putObject("error").put("code", status).put("message", message)
        .put("status", status == 429 ? "RESOURCE_EXHAUSTED" : status < 500 ? "INVALID_ARGUMENT" : "UNAVAILABLE");
    return error;
  }
}
