package dev.ironclaw.controlplane.llm;

import dev.ironclaw.controlplane.llm.Completion.FinishReason;
import dev.ironclaw.controlplane.llm.Completion.TokenCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The responses API of OpenAI. Nothing is stored there: each call carries the whole conversation.
final class ResponsesCodec implements ModelCodec {
  @Override
  public String path(String model) {
    return "/v1/responses";
  }

  @Override
  public ObjectNode request(String model, ChatRequest request) {
    ObjectNode body = Wire.object().put("model", model).put("store", false)
        .put("max_output_tokens", request.maxTokens());
    request.temperature().ifPresent(value -> body.put("temperature", value));
    String system = request.messages().stream().filter(message -> message.role() == ChatMessage.Role.SYSTEM)
        .map(ChatMessage::content).collect(Collectors.joining("\n\n"));
    if (!system.isBlank()) {
      body.put("instructions", system);
    }
    ArrayNode input = body.putArray("input");
    request.messages().forEach(message -> items(input, message));
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      request.tools().forEach(tool -> tools.addObject().put("type", "function").put("name", tool.name())
          .put("description", tool.description()).put("strict", false).set("parameters", tool.parameters()));
      request.toolChoice().ifPresent(choice -> {
        switch (choice) {
          case ToolChoice.Auto() -> body.put("tool_choice", "auto");
          case ToolChoice.None() -> body.put("tool_choice", "none");
          case ToolChoice.Required() -> body.put("tool_choice", "required");
          case ToolChoice.Named(String tool) -> body.putObject("tool_choice").put("type", "function")
              .put("name", tool);
        }
      });
    }
    return body;
  }

  private static void items(ArrayNode input, ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> {
        // silent-ok: stands in the instructions
      }
      case TOOL -> input.addObject().put("type", "function_call_output")
          .put("call_id", message.toolCallId().orElse("")).put("output", message.content());
      case USER -> {
        ArrayNode parts = input.addObject().put("role", "user").putArray("content");
        parts.addObject().put("type", "input_text").put("text", message.content());
        message.images().forEach(image -> parts.addObject().put("type", "input_image").put("image_url", image));
      }
      case ASSISTANT -> {
        if (!message.content().isEmpty()) {
          input.addObject().put("role", "assistant").putArray("content").addObject().put("type", "output_text")
              .put("text", message.content());
        }
        message.toolCalls().forEach(call -> input.addObject().put("type", "function_call").put("call_id", call.id())
            .put("name", call.name()).put("arguments", call.arguments().toString()));
      }
    }
  }

  @Override
  public Completion answer(byte[] body) {
    JsonNode json = Wire.json(body);
    if (!json.path("output").isArray()) {
      throw Wire.unread("it has no output");
    }
    StringBuilder words = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    boolean refused = false;
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode item : json.path("output")) {
      switch (item.path("type").asString("")) {
        case "message" -> {
          for (JsonNode part : item.path("content")) {
            refused |= part.path("type").asString("").equals("refusal");
            words.append(part.path("text").asString(part.path("refusal").asString("")));
          }
        }
        case "reasoning" -> item.path("summary").forEach(part -> thoughts.append(part.path("text").asString("")));
        case "function_call" -> calls.add(Wire.call(item.path("call_id").asString(""), item.path("name").asString(""),
            item.path("arguments").asString("")));
        default -> {
          // silent-ok: nothing else was asked for
        }
      }
    }
    JsonNode usage = json.path("usage");
    long cached = Wire.tokens(usage.path("input_tokens_details"), "cached_tokens");
    return new Completion(words.toString(), calls, finish(json, !calls.isEmpty(), refused),
        new TokenCount(Math.max(0, Wire.tokens(usage, "input_tokens") - cached), Wire.tokens(usage, "output_tokens"),
            cached, 0),
        Optional.of(thoughts.toString()).filter(text -> !text.isEmpty()));
  }

  private static FinishReason finish(JsonNode json, boolean calls, boolean refused) {
    return switch (json.path("status").asString("")) {
      case "completed" ->
        calls ? FinishReason.TOOL_USE : refused ? FinishReason.CONTENT_FILTER : FinishReason.STOP;
      case "incomplete" -> switch (json.path("incomplete_details").path("reason").asString("")) {
        case "max_output_tokens" -> FinishReason.LENGTH;
        case "content_filter" -> FinishReason.CONTENT_FILTER;
        default -> FinishReason.UNKNOWN;
      };
      case "failed" -> throw Wire.unread("it says \"" + json.path("error").path("message").asString("") + "\"");
      default -> FinishReason.UNKNOWN;
    };
  }
}
