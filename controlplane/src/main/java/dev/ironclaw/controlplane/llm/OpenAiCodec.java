package dev.ironclaw.controlplane.llm;

import dev.ironclaw.controlplane.llm.Completion.FinishReason;
import dev.ironclaw.controlplane.llm.Completion.TokenCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The chat completions API of OpenAI, which many servers speak.
final class OpenAiCodec implements ModelCodec {
  @Override
  public String path(String model) {
    return "/v1/chat/completions";
  }

  @Override
  public ObjectNode request(String model, ChatRequest request) {
    ObjectNode body = Wire.object().put("model", model)
        .put(ModelCodec.isOpenAis(model) ? "max_completion_tokens" : "max_tokens", request.maxTokens());
    request.temperature().ifPresent(value -> body.put("temperature", value));
    if (!request.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      request.stop().forEach(stop::add);
    }
    ArrayNode messages = body.putArray("messages");
    request.messages().forEach(message -> message(messages.addObject(), message));
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      request.tools().forEach(tool -> tools.addObject().put("type", "function").putObject("function")
          .put("name", tool.name()).put("description", tool.description()).set("parameters", tool.parameters()));
      request.toolChoice().ifPresent(choice -> choice(body, choice));
    }
    return body;
  }

  private static void choice(ObjectNode body, ToolChoice choice) {
    switch (choice) {
      case ToolChoice.Auto() -> body.put("tool_choice", "auto");
      case ToolChoice.None() -> body.put("tool_choice", "none");
      case ToolChoice.Required() -> body.put("tool_choice", "required");
      case ToolChoice.Named(String tool) -> body.putObject("tool_choice").put("type", "function")
          .putObject("function").put("name", tool);
    }
  }

  private static void message(ObjectNode node, ChatMessage message) {
    node.put("role", message.role().name().toLowerCase(Locale.ROOT));
    message.toolCallId().ifPresent(id -> node.put("tool_call_id", id));
    if (message.images().isEmpty()) {
      if (message.content().isEmpty() && !message.toolCalls().isEmpty()) {
        node.putNull("content");
      } else {
        node.put("content", message.content());
      }
    } else {
      ArrayNode parts = node.putArray("content");
      parts.addObject().put("type", "text").put("text", message.content());
      message.images().forEach(image -> parts.addObject().put("type", "image_url").putObject("image_url")
          .put("url", image));
    }
    if (!message.toolCalls().isEmpty()) {
      ArrayNode calls = node.putArray("tool_calls");
      message.toolCalls().forEach(call -> calls.addObject().put("id", call.id()).put("type", "function")
          .putObject("function").put("name", call.name()).put("arguments", call.arguments().toString()));
    }
  }

  @Override
  public Completion answer(byte[] body) {
    JsonNode json = Wire.json(body);
    JsonNode choice = json.path("choices").path(0);
    if (!choice.isObject()) {
      throw Wire.unread("it has no choice");
    }
    JsonNode message = choice.path("message");
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      calls.add(Wire.call(call.path("id").asString("call_" + calls.size()), function.path("name").asString(""),
          function.path("arguments").isObject()
              ? function.path("arguments").toString()
              : function.path("arguments").asString("")));
    }
    String refusal = message.path("refusal").asString("");
    JsonNode usage = json.path("usage");
    long cached = Wire.tokens(usage.path("prompt_tokens_details"), "cached_tokens");
    return new Completion(message.path("content").asString(refusal), calls,
        finish(choice.path("finish_reason").asString(""), !calls.isEmpty(), !refusal.isEmpty()),
        new TokenCount(Math.max(0, Wire.tokens(usage, "prompt_tokens") - cached),
            Wire.tokens(usage, "completion_tokens"), cached, 0),
        Optional.of(message.path("reasoning_content").asString(message.path("reasoning").asString("")))
            .filter(text -> !text.isEmpty()));
  }

  private static FinishReason finish(String reason, boolean calls, boolean refused) {
    return switch (reason) {
      case "tool_calls", "function_call" -> FinishReason.TOOL_USE;
      case "stop" -> calls ? FinishReason.TOOL_USE : refused ? FinishReason.CONTENT_FILTER : FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> calls ? FinishReason.TOOL_USE : FinishReason.UNKNOWN;
    };
  }
}
