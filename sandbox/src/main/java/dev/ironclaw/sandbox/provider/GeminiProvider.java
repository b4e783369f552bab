package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The generateContent API of Gemini, streamed. The host asks for events (`alt=sse`): a box's calls have no query.
public final class GeminiProvider implements Provider {
  static final String DIALECT = "gemini";
  private static final int MAX_MODEL_CHARS = 128;

  private final ModelDoor door;

  public GeminiProvider(ModelDoor door) {
    this.door = door;
  }

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public void stream(ModelRequest request, Consumer<ModelEvent> sink) {
    door.call(path(request.model()), body(request), request, sink, new GeminiStream(sink));
  }

  /// The name is one step of a path, so it must be one.
  private static String path(String model) {
    boolean plain = !model.isEmpty() && model.length() <= MAX_MODEL_CHARS
        && model.chars()
            .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '_' || c == '.' || c == '@')
        && model.chars().anyMatch(c -> c != '.');
    if (!plain) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "call the model: \"" + model + "\" is no model name of Gemini; have the agent's model changed");
    }
    return "/v1beta/models/" + model + ":streamGenerateContent";
  }

  private static byte[] body(ModelRequest request) {
    JsonWriter json = new JsonWriter().object().object("systemInstruction").array("parts").object()
        .text("text", request.system()).endObject().endArray().endObject().array("contents");
    Map<String, String> names = new HashMap<>();
    for (ModelMessage message : request.messages()) {
      content(json, message, names);
    }
    json.endArray();
    if (!request.tools().isEmpty()) {
      json.array("tools").object().objects("functionDeclarations", request.tools(), GeminiProvider::offer).endObject()
          .endArray();
    }
    return json.object("generationConfig").number("maxOutputTokens", request.maxOutputTokens()).endObject().endObject()
        .bytes();
  }

  private static void offer(JsonWriter json, ModelRequest.ToolOffer tool) {
    json.text("name", tool.name()).text("description", tool.description())
        .value("parametersJsonSchema", JsonReader.object(tool.inputSchema()));
  }

  private static void content(JsonWriter json, ModelMessage message, Map<String, String> names) {
    List<ModelBlock> shown = message.blocks().stream().filter(block -> !(block instanceof ModelBlock.Reasoning))
        .toList();
    if (shown.isEmpty()) {
      return;
    }
    json.object().text("role", message.role() == ModelMessage.Role.USER ? "user" : "model").array("parts");
    for (ModelBlock block : shown) {
      part(json, block, names);
    }
    json.endArray().endObject();
  }

  private static void part(JsonWriter json, ModelBlock block, Map<String, String> names) {
    switch (block) {
      case ModelBlock.Text(String text) -> json.object().text("text", text).endObject();
      case ModelBlock.Media media -> media(json, media);
      case ModelBlock.ToolUse use -> {
        names.put(use.id(), use.name());
        id(json.object().object("functionCall").text("name", use.name()), use.id()).value("args", use.input())
            .endObject().text("thoughtSignature", use.seal()).endObject();
      }
      case ModelBlock.ToolResult result -> {
        id(json.object().object("functionResponse").text("name", names.getOrDefault(result.toolUseId(), "unknown")),
            result.toolUseId()).object("response").text(result.isError() ? "error" : "result", result.text())
            .endObject().endObject().endObject();
        result.media().forEach(media -> media(json, media));
      }
      case ModelBlock.Reasoning _ -> {
        // silent-ok: this dialect seals its thoughts on the tool requests
      }
    }
  }

  /// Only an id that the model gave.
  private static JsonWriter id(JsonWriter json, String id) {
    return id.startsWith(Answer.OWN_ID) ? json : json.text("id", id);
  }

  private static void media(JsonWriter json, ModelBlock.Media media) {
    json.object().object("inlineData").text("mimeType", media.mediaType()).text("data", media.base64()).endObject()
        .endObject();
  }
}
