package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.controlplane.llm.ChatMessage;
import dev.ironclaw.controlplane.llm.ChatRequest;
import dev.ironclaw.controlplane.llm.DataUrl;
import dev.ironclaw.controlplane.llm.ToolCall;
import dev.ironclaw.controlplane.llm.ToolChoice;
import dev.ironclaw.controlplane.llm.ToolDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Parses what a job's own agent says to its model. The model that it names is passed over: the host decides.
final class ChatForms {
  private static final int MAX_MESSAGES = 4_000;
  private static final int MAX_TOOLS = 128;
  private static final int MAX_CALLS = 128;
  private static final int MAX_STOPS = 16;
  private static final int MAX_NAME_CHARS = 128;
  private static final int MAX_OUTPUT_TOKENS = 128_000;
  private static final int USUAL_OUTPUT_TOKENS = 8_192;

  private ChatForms() {}

  /// @param tools whether the list of tools must be there
  static ChatRequest read(ByteBuffer body, boolean tools) {
    ObjectNode json = JobBodies.object(body);
    List<ChatMessage> messages = list(json, "messages", MAX_MESSAGES, true, ChatForms::message);
    if (messages.stream().allMatch(message -> message.role() == ChatMessage.Role.SYSTEM)) {
      throw JobBodies.wrong("messages", "must hold one of role user");
    }
    return new ChatRequest(messages, tokens(json), temperature(json), list(json, "stop_sequences", MAX_STOPS, false,
        value -> {
          if (!value.isString() || value.stringValue().isEmpty()) {
            throw JobBodies.wrong("stop_sequences", "must hold strings");
          }
          return value.stringValue();
        }),
        tools ? list(json, "tools", MAX_TOOLS, true, ChatForms::tool) : List.of(),
        tools ? JobBodies.text(json, "tool_choice", MAX_NAME_CHARS).map(ChatForms::choice) : Optional.empty());
  }

  private static int tokens(ObjectNode json) {
    JsonNode value = json.path("max_tokens");
    if (value.isMissingNode() || value.isNull()) {
      return USUAL_OUTPUT_TOKENS;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw JobBodies.wrong("max_tokens", "must be a whole number above 0");
    }
    return Math.min(value.intValue(), MAX_OUTPUT_TOKENS);
  }

  private static OptionalDouble temperature(ObjectNode json) {
    JsonNode value = json.path("temperature");
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0) || value.doubleValue() > 2) {
      throw JobBodies.wrong("temperature", "must be a number from 0 to 2");
    }
    return OptionalDouble.of(value.doubleValue());
  }

  private static ToolChoice choice(String word) {
    return switch (word) {
      case "auto", "" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required", "any" -> new ToolChoice.Required();
      case String tool -> new ToolChoice.Named(tool);
    };
  }

  private static ChatMessage message(JsonNode json) {
    String role = required(json, "role", MAX_NAME_CHARS);
    List<String> images = new ArrayList<>();
    StringBuilder content = new StringBuilder(JobBodies.text(json, "content", Integer.MAX_VALUE).orElse(""));
    list(json, "content_parts", MAX_CALLS, false, Function.identity()).forEach(part -> part(part, content, images));
    return new ChatMessage(switch (role) {
      case "system" -> ChatMessage.Role.SYSTEM;
      case "user" -> ChatMessage.Role.USER;
      case "assistant" -> ChatMessage.Role.ASSISTANT;
      case "tool" -> ChatMessage.Role.TOOL;
      default -> throw JobBodies.wrong("role", "must be system, user, assistant or tool");
    }, content.toString(), images, JobBodies.text(json, "tool_call_id", MAX_NAME_CHARS),
        list(json, "tool_calls", MAX_CALLS, false, ChatForms::call));
  }

  private static void part(JsonNode part, StringBuilder content, List<String> images) {
    switch (required(part, "type", MAX_NAME_CHARS)) {
      case "text" -> content.append(content.isEmpty() ? "" : "\n").append(required(part, "text", Integer.MAX_VALUE));
      case "image_url" -> {
        String url = part.path("image_url").isObject()
            ? required(part.path("image_url"), "url", Integer.MAX_VALUE)
            : required(part, "image_url", Integer.MAX_VALUE);
        DataUrl.of(url);
        images.add(url);
      }
      default -> throw JobBodies.wrong("content_parts", "may hold text and image_url alone");
    }
  }

  private static ToolCall call(JsonNode json) {
    if (!(json.path("arguments") instanceof ObjectNode arguments)) {
      throw JobBodies.wrong("arguments", "must be an object");
    }
    return new ToolCall(required(json, "id", MAX_NAME_CHARS), required(json, "name", MAX_NAME_CHARS), arguments,
        JobBodies.text(json, "signature", Integer.MAX_VALUE), Optional.empty());
  }

  private static ToolDefinition tool(JsonNode json) {
    if (!json.path("parameters").isObject()) {
      throw JobBodies.wrong("parameters", "must be an object");
    }
    return new ToolDefinition(required(json, "name", MAX_NAME_CHARS), required(json, "description", Integer.MAX_VALUE),
        json.path("parameters"));
  }

  private static String required(JsonNode json, String name, int most) {
    return JobBodies.text(json, name, most).orElseThrow(() -> JobBodies.wrong(name, "is missing"));
  }

  private static <T> List<T> list(JsonNode json, String name, int most, boolean needed, Function<JsonNode, T> read) {
    JsonNode value = json.path(name);
    if (!needed && (value.isMissingNode() || value.isNull())) {
      return List.of();
    }
    if (!value.isArray() || value.size() > most) {
      throw JobBodies.wrong(name, "must be a list of at most " + most);
    }
    return IntStream.range(0, value.size()).mapToObj(i -> read.apply(value.get(i))).toList();
  }
}
