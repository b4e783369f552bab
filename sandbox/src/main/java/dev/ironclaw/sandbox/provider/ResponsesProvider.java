package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.List;
import java.util.function.Consumer;

/// The responses API of OpenAI, streamed. Nothing is stored at the upstream: each call carries the whole conversation,
/// thoughts of a running round sealed by the upstream.
public final class ResponsesProvider implements Provider {
  static final String DIALECT = "openai-responses";
  private static final String PATH = "/v1/responses";
  private static final String SEALED = "encrypted content";
  private static final String INCLUDE = "include";
  private static final String LIMIT = "max_output_tokens";

  private final ModelDoor door;
  private final Parameters parameters = new Parameters(SEALED, INCLUDE, LIMIT);

  public ResponsesProvider(ModelDoor door) {
    this.door = door;
  }

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public void stream(ModelRequest request, Consumer<ModelEvent> sink) {
    parameters.call(() -> door.call(PATH, body(request), request, sink, new ResponsesStream(sink)));
  }

  private byte[] body(ModelRequest request) {
    JsonWriter json = new JsonWriter().object().text("model", request.model()).flag("stream", true).flag("store", false)
        .text("instructions", request.system());
    if (parameters.has(SEALED) && parameters.has(INCLUDE)) {
      json.texts(INCLUDE, List.of("reasoning.encrypted_content"));
    }
    if (parameters.has(LIMIT)) {
      json.number(LIMIT, request.maxOutputTokens());
    }
    json.array("input");
    request.messages().forEach(message -> message.blocks().forEach(block -> item(json, message.role(), block)));
    json.endArray();
    if (!request.tools().isEmpty()) {
      json.objects("tools", request.tools(), ResponsesProvider::offer);
    }
    return json.endObject().bytes();
  }

  private static void offer(JsonWriter json, ModelRequest.ToolOffer tool) {
    json.text("type", "function").text("name", tool.name()).text("description", tool.description())
        .value("parameters", JsonReader.object(tool.inputSchema())).flag("strict", false);
  }

  private static void item(JsonWriter json, ModelMessage.Role role, ModelBlock block) {
    switch (block) {
      case ModelBlock.Text(String text) -> message(json, role, text);
      case ModelBlock.Media media -> {
        json.object().text("role", "user").array("content");
        media(json, media);
        json.endArray().endObject();
      }
      case ModelBlock.ToolUse use -> json.object().text("type", "function_call").text("call_id", use.id())
          .text("name", use.name()).text("arguments", new JsonWriter().value(use.input()).text()).endObject();
      case ModelBlock.ToolResult result -> result(json, result);
      case ModelBlock.Reasoning(String dialect, Obj item) -> {
        if (dialect.equals(DIALECT)) {
          json.value(item);
        }
      }
    }
  }

  private static void message(JsonWriter json, ModelMessage.Role role, String text) {
    String type = switch (role) {
      case USER -> "input_text";
      case ASSISTANT -> "output_text";
    };
    json.object().text("role", role == ModelMessage.Role.USER ? "user" : "assistant").array("content").object()
        .text("type", type).text("text", text).endObject().endArray().endObject();
  }

  private static void media(JsonWriter json, ModelBlock.Media media) {
    json.object();
    if (media.isImage()) {
      json.text("type", "input_image").text("image_url", media.dataUrl());
    } else {
      json.text("type", "input_file").text("filename", media.name()).text("file_data", media.dataUrl());
    }
    json.endObject();
  }

  private static void result(JsonWriter json, ModelBlock.ToolResult result) {
    String text = (result.isError() ? "error: " : "") + result.text();
    json.object().text("type", "function_call_output").text("call_id", result.toolUseId());
    if (result.media().isEmpty()) {
      json.text("output", text);
    } else {
      json.array("output").object().text("type", "input_text").text("text", text).endObject();
      result.media().forEach(media -> media(json, media));
      json.endArray();
    }
    json.endObject();
  }
}
