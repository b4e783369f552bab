package dev.ironclaw.controlplane.llm;

import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.llm.Completion.FinishReason;
import dev.ironclaw.controlplane.llm.Completion.TokenCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The generateContent API of Gemini: pieces that are put together. It gives calls no ids, so they get ours.
final class GeminiCodec implements ModelCodec {
  private static final String OWN_ID = "own_";

  @Override
  public String path(String model) {
    return "/v1beta/models/model:streamGenerateContent";
  }

  @Override
  public ObjectNode request(String model, ChatRequest request) {
    ObjectNode body = Wire.object();
    String system = request.messages().stream().filter(message -> message.role() == ChatMessage.Role.SYSTEM)
        .map(ChatMessage::content).collect(Collectors.joining("\n\n"));
    if (!system.isBlank()) {
      body.putObject("systemInstruction").putArray("parts").addObject().put("text", system);
    }
    contents(body.putArray("contents"), request.messages());
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools").addObject().putArray("functionDeclarations");
      request.tools().forEach(tool -> tools.addObject().put("name", tool.name())
          .put("description", tool.description()).set("parametersJsonSchema", tool.parameters()));
      request.toolChoice().ifPresent(choice -> choice(body, choice));
    }
    ObjectNode config = body.putObject("generationConfig").put("maxOutputTokens", request.maxTokens());
    request.temperature().ifPresent(value -> config.put("temperature", value));
    if (!request.stop().isEmpty()) {
      ArrayNode stop = config.putArray("stopSequences");
      request.stop().forEach(stop::add);
    }
    return body;
  }

  private static void choice(ObjectNode body, ToolChoice choice) {
    ObjectNode calling = body.putObject("toolConfig").putObject("functionCallingConfig");
    switch (choice) {
      case ToolChoice.Auto() -> calling.put("mode", "AUTO");
      case ToolChoice.None() -> calling.put("mode", "NONE");
      case ToolChoice.Required() -> calling.put("mode", "ANY");
      case ToolChoice.Named(String tool) -> calling.put("mode", "ANY").putArray("allowedFunctionNames").add(tool);
    }
  }

  private static void contents(ArrayNode contents, List<ChatMessage> messages) {
    Map<String, String> names = new HashMap<>();
    String last = "";
    ArrayNode parts = contents;
    for (ChatMessage message : messages) {
      if (message.role() == ChatMessage.Role.SYSTEM) {
        continue;
      }
      String role = message.role() == ChatMessage.Role.ASSISTANT ? "model" : "user";
      if (!role.equals(last)) {
        parts = contents.addObject().put("role", role).putArray("parts");
        last = role;
      }
      parts(parts, message, names);
    }
  }

  private static void parts(ArrayNode parts, ChatMessage message, Map<String, String> names) {
    if (message.role() == ChatMessage.Role.TOOL) {
      String id = message.toolCallId().orElse("");
      ObjectNode response = parts.addObject().putObject("functionResponse");
      id(response, id).put("name", names.getOrDefault(id, "unknown")).putObject("response")
          .put("result", message.content());
      return;
    }
    if (!message.content().isEmpty()) {
      parts.addObject().put("text", message.content());
    }
    message.images().forEach(image -> {
      DataUrl url = DataUrl.of(image);
      parts.addObject().putObject("inlineData").put("mimeType", url.mediaType()).put("data", url.base64());
    });
    for (ToolCall call : message.toolCalls()) {
      names.put(call.id(), call.name());
      ObjectNode part = parts.addObject();
      id(part.putObject("functionCall"), call.id()).put("name", call.name()).set("args", call.arguments());
      call.signature().ifPresent(signature -> part.put("thoughtSignature", signature));
    }
  }

  /// Only an id that the model gave.
  private static ObjectNode id(ObjectNode node, String id) {
    return id.startsWith(OWN_ID) ? node : node.put("id", id);
  }

  @Override
  public Completion answer(byte[] body) {
    Reading reading = new Reading(Sha256.hex(body).substring(0, 16));
    JsonNode whole = Wire.leniently(body);
    if (whole.isArray()) {
      whole.forEach(reading::piece);
    } else if (whole.isObject()) {
      reading.piece(whole);
    } else {
      Wire.events(body).forEach(reading::piece);
    }
    return reading.completion();
  }

  private static final class Reading {
    /// So that no two answers of a conversation give the same id.
    private final String digest;
    private final StringBuilder words = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private JsonNode usage = Wire.object();
    private String finish = "";

    Reading(String digest) {
      this.digest = digest;
    }

    void piece(JsonNode piece) {
      if (piece.has("error")) {
        throw Wire.unread("it says \"" + piece.path("error").path("message").asString("") + "\"");
      }
      if (piece.path("promptFeedback").has("blockReason")) {
        finish = "SAFETY";
      }
      JsonNode candidate = piece.path("candidates").path(0);
      candidate.path("content").path("parts").forEach(this::part);
      finish = candidate.path("finishReason").asString(finish);
      // It stands in every piece, and only the last one counts the whole answer.
      usage = piece.has("usageMetadata") ? piece.path("usageMetadata") : usage;
    }

    private void part(JsonNode part) {
      JsonNode call = part.path("functionCall");
      String text = part.path("text").asString("");
      if (call.isObject()) {
        ObjectNode arguments = call.path("args") instanceof ObjectNode object ? object : Wire.object();
        calls.add(new ToolCall(call.path("id").asString(OWN_ID + digest + "_" + calls.size()),
            call.path("name").asString(""), arguments,
            Optional.of(part.path("thoughtSignature").asString("")).filter(seal -> !seal.isEmpty()),
            Optional.empty()));
      } else if (part.path("thought").asBoolean(false)) {
        thoughts.append(text);
      } else {
        words.append(text);
      }
    }

    Completion completion() {
      if (finish.isEmpty()) {
        throw Wire.unread("it broke off");
      }
      long cached = Wire.tokens(usage, "cachedContentTokenCount");
      return new Completion(words.toString(), calls, reason(),
          new TokenCount(Math.max(0, Wire.tokens(usage, "promptTokenCount") - cached),
              Wire.tokens(usage, "candidatesTokenCount") + Wire.tokens(usage, "thoughtsTokenCount"), cached, 0),
          Optional.of(thoughts.toString()).filter(text -> !text.isEmpty()));
    }

    private FinishReason reason() {
      return switch (finish) {
        case "STOP" -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_USE;
        case "MAX_TOKENS" -> FinishReason.LENGTH;
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
          FinishReason.CONTENT_FILTER;
        default -> FinishReason.UNKNOWN;
      };
    }
  }
}
