package dev.ironclaw.controlplane.llm;

import dev.ironclaw.controlplane.llm.Completion.FinishReason;
import dev.ironclaw.controlplane.llm.Completion.TokenCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The messages API of Anthropic. Streamed, because one of those who speak it can't do otherwise.
final class AnthropicCodec implements ModelCodec {
  @Override
  public String path(String model) {
    return "/v1/messages";
  }

  @Override
  public ObjectNode request(String model, ChatRequest request) {
    ObjectNode body = Wire.object().put("model", model).put("max_tokens", request.maxTokens()).put("stream", true);
    request.temperature().ifPresent(value -> body.put("temperature", Math.min(value, 1)));
    String system = request.messages().stream().filter(message -> message.role() == ChatMessage.Role.SYSTEM)
        .map(ChatMessage::content).collect(Collectors.joining("\n\n"));
    if (!system.isBlank()) {
      ObjectNode block = body.putArray("system").addObject().put("type", "text").put("text", system);
      // The same words begin each call of a job.
      block.putObject("cache_control").put("type", "ephemeral");
    }
    if (!request.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop_sequences");
      request.stop().forEach(stop::add);
    }
    messages(body.putArray("messages"), request.messages());
    tools(body, request);
    return body;
  }

  private static void tools(ObjectNode body, ChatRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    request.tools().forEach(tool -> tools.addObject().put("name", tool.name()).put("description", tool.description())
        .set("input_schema", tool.parameters()));
    request.toolChoice().ifPresent(choice -> {
      ObjectNode node = body.putObject("tool_choice");
      switch (choice) {
        case ToolChoice.Auto() -> node.put("type", "auto");
        case ToolChoice.None() -> node.put("type", "none");
        case ToolChoice.Required() -> node.put("type", "any");
        case ToolChoice.Named(String tool) -> node.put("type", "tool").put("name", tool);
      }
    });
  }

  /// Turns of one side after one another are one, and the results of tools are the user's.
  private static void messages(ArrayNode list, List<ChatMessage> messages) {
    String last = "";
    ArrayNode content = list;
    for (ChatMessage message : messages) {
      if (message.role() == ChatMessage.Role.SYSTEM) {
        continue;
      }
      String role = message.role() == ChatMessage.Role.ASSISTANT ? "assistant" : "user";
      if (!role.equals(last)) {
        content = list.addObject().put("role", role).putArray("content");
        last = role;
      }
      blocks(content, message);
    }
  }

  private static void blocks(ArrayNode content, ChatMessage message) {
    if (message.role() == ChatMessage.Role.TOOL) {
      content.addObject().put("type", "tool_result").put("tool_use_id", message.toolCallId().orElse(""))
          .put("content", message.content());
      return;
    }
    if (!message.content().isEmpty()) {
      content.addObject().put("type", "text").put("text", message.content());
    }
    message.images().forEach(image -> {
      DataUrl url = DataUrl.of(image);
      content.addObject().put("type", "image").putObject("source").put("type", "base64")
          .put("media_type", url.mediaType()).put("data", url.base64());
    });
    message.toolCalls().forEach(call -> content.addObject().put("type", "tool_use").put("id", call.id())
        .put("name", call.name()).set("input", call.arguments()));
  }

  @Override
  public Completion answer(byte[] body) {
    Reading reading = new Reading();
    if (Wire.leniently(body) instanceof ObjectNode whole) {
      reading.whole(whole);
    } else {
      Wire.events(body).forEach(reading::event);
    }
    return reading.completion();
  }

  private static final class Reading {
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
    private final Map<Integer, StringBuilder> inputs = new HashMap<>();
    /// What is streamed of each block, by field.
    private final Map<Integer, Map<String, StringBuilder>> streamed = new HashMap<>();
    private final ObjectNode usage = Wire.object();
    private String stop = "";

    void whole(ObjectNode message) {
      for (JsonNode block : message.path("content")) {
        if (block instanceof ObjectNode object) {
          blocks.put(blocks.size(), object);
        }
      }
      used(message.path("usage"));
      stop = message.path("stop_reason").asString("");
    }

    void event(JsonNode event) {
      int index = event.path("index").asInt(0);
      switch (event.path("type").asString("")) {
        case "message_start" -> used(event.path("message").path("usage"));
        case "content_block_start" -> {
          if (event.path("content_block") instanceof ObjectNode block) {
            blocks.put(index, block);
          }
        }
        case "content_block_delta" -> delta(index, event.path("delta"));
        case "message_delta" -> {
          stop = event.path("delta").path("stop_reason").asString(stop);
          used(event.path("usage"));
        }
        case "error" -> throw Wire.unread("it says \"" + event.path("error").path("message").asString("") + "\"");
        default -> {
          // silent-ok: pings, ends of blocks, what is new
        }
      }
    }

    private void delta(int index, JsonNode delta) {
      ObjectNode block = blocks.computeIfAbsent(index, _ -> Wire.object().put("type", "text"));
      for (String field : List.of("text", "thinking", "signature")) {
        String more = delta.path(field).asString("");
        if (!more.isEmpty()) {
          streamed.computeIfAbsent(index, _ -> new HashMap<>())
              .computeIfAbsent(field, _ -> new StringBuilder(block.path(field).asString(""))).append(more);
        }
      }
      inputs.computeIfAbsent(index, _ -> new StringBuilder()).append(delta.path("partial_json").asString(""));
    }

    private void used(JsonNode more) {
      if (more instanceof ObjectNode object) {
        usage.setAll(object);
      }
    }

    Completion completion() {
      if (stop.isEmpty()) {
        throw Wire.unread("it broke off");
      }
      streamed.forEach((index, fields) -> fields.forEach((field, text) -> {
        ObjectNode block = blocks.get(index);
        if (block != null) {
          block.put(field, text.toString());
        }
      }));
      StringBuilder words = new StringBuilder();
      StringBuilder thoughts = new StringBuilder();
      List<ToolCall> calls = new ArrayList<>();
      blocks.forEach((index, block) -> {
        switch (block.path("type").asString("")) {
          case "text" -> words.append(block.path("text").asString(""));
          case "thinking" -> thoughts.append(block.path("thinking").asString(""));
          case "tool_use" -> calls.add(use(block, inputs.getOrDefault(index, new StringBuilder()).toString()));
          default -> {
            // silent-ok: nothing else was asked for
          }
        }
      });
      return new Completion(words.toString(), calls, finish(), new TokenCount(Wire.tokens(usage, "input_tokens"),
          Wire.tokens(usage, "output_tokens"), Wire.tokens(usage, "cache_read_input_tokens"),
          Wire.tokens(usage, "cache_creation_input_tokens")),
          Optional.of(thoughts.toString()).filter(text -> !text.isEmpty()));
    }

    private static ToolCall use(ObjectNode block, String streamed) {
      String id = block.path("id").asString("");
      String name = block.path("name").asString("");
      return streamed.isEmpty() && block.path("input") instanceof ObjectNode input
          ? new ToolCall(id, name, input, Optional.empty(), Optional.empty())
          : Wire.call(id, name, streamed);
    }

    private FinishReason finish() {
      return switch (stop) {
        case "end_turn", "stop_sequence" -> FinishReason.STOP;
        case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
        case "tool_use" -> FinishReason.TOOL_USE;
        case "refusal" -> FinishReason.CONTENT_FILTER;
        default -> FinishReason.UNKNOWN;
      };
    }
  }
}
