package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The messages API of Anthropic, streamed. What stays the same from call to call, the rules and the tools, is marked
/// for the upstream's cache.
public final class AnthropicProvider implements Provider {
  static final String DIALECT = "anthropic";
  private static final String PATH = "/v1/messages";

  private final ModelDoor door;

  public AnthropicProvider(ModelDoor door) {
    this.door = door;
  }

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public void stream(ModelRequest request, Consumer<ModelEvent> sink) {
    door.call(PATH, body(request), request, sink, new AnthropicStream(sink));
  }

  private static byte[] body(ModelRequest request) {
    JsonWriter json = new JsonWriter().object().text("model", request.model())
        .number("max_tokens", request.maxOutputTokens()).flag("stream", true)
        .objects("system", List.of(request.system()), (system, text) -> cached(block(system, text)))
        .objects("messages", request.messages(), AnthropicProvider::message);
    if (!request.tools().isEmpty()) {
      ModelRequest.ToolOffer last = request.tools().getLast();
      json.objects("tools", request.tools(), (tool, offer) -> offer(tool, offer, offer.equals(last)));
    }
    return json.endObject().bytes();
  }

  private static JsonWriter block(JsonWriter json, String text) {
    return json.text("type", "text").text("text", text);
  }

  private static void cached(JsonWriter json) {
    json.object("cache_control").text("type", "ephemeral").endObject();
  }

  private static void offer(JsonWriter json, ModelRequest.ToolOffer tool, boolean last) {
    json.text("name", tool.name()).text("description", tool.description())
        .value("input_schema", JsonReader.object(tool.inputSchema()));
    if (last) {
      cached(json);
    }
  }

  private static void message(JsonWriter json, ModelMessage message) {
    json.text("role", message.role().name().toLowerCase(Locale.ROOT)).array("content");
    for (ModelBlock block : message.blocks()) {
      block(json, block);
    }
    json.endArray();
  }

  private static void block(JsonWriter json, ModelBlock block) {
    switch (block) {
      case ModelBlock.Text(String text) -> {
        // The API refuses its own blanks when they come back.
        if (!text.isBlank()) {
          block(json.object(), text).endObject();
        }
      }
      case ModelBlock.Media media -> media(json, media);
      case ModelBlock.ToolUse use -> json.object().text("type", "tool_use").text("id", use.id())
          .text("name", use.name()).value("input", use.input()).endObject();
      case ModelBlock.ToolResult result -> result(json, result);
      case ModelBlock.Reasoning(String dialect, Obj item) -> {
        if (dialect.equals(DIALECT)) {
          json.value(item);
        }
      }
    }
  }

  private static void media(JsonWriter json, ModelBlock.Media media) {
    json.object().text("type", media.isImage() ? "image" : "document").object("source").text("type", "base64")
        .text("media_type", media.mediaType()).text("data", media.base64()).endObject().endObject();
  }

  private static void result(JsonWriter json, ModelBlock.ToolResult result) {
    json.object().text("type", "tool_result").text("tool_use_id", result.toolUseId());
    if (result.media().isEmpty()) {
      json.text("content", result.text());
    } else {
      block(json.array("content").object(), result.text()).endObject();
      result.media().forEach(media -> media(json, media));
      json.endArray();
    }
    json.flag("is_error", result.isError()).endObject();
  }
}
