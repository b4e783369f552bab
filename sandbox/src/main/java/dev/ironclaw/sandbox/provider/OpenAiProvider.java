package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The chat completions API as OpenAI, OpenRouter, Groq, Azure and local servers speak it, streamed.
public final class OpenAiProvider implements Provider {
  static final String DIALECT = "openai";
  private static final String PATH = "/v1/chat/completions";
  private static final String NEW_LIMIT = "max_completion_tokens";
  private static final String OLD_LIMIT = "max_tokens";
  private static final String STREAM_OPTIONS = "stream_options";

  private final ModelDoor door;
  private final Parameters parameters = new Parameters(NEW_LIMIT, OLD_LIMIT, STREAM_OPTIONS);

  public OpenAiProvider(ModelDoor door) {
    this.door = door;
  }

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public void stream(ModelRequest request, Consumer<ModelEvent> sink) {
    parameters.call(() -> door.call(PATH, body(request), request, sink, new OpenAiStream(sink)));
  }

  private byte[] body(ModelRequest request) {
    JsonWriter json = new JsonWriter().object().text("model", request.model()).flag("stream", true);
    if (parameters.has(STREAM_OPTIONS)) {
      json.object(STREAM_OPTIONS).flag("include_usage", true).endObject();
    }
    limit(json, request);
    json.array("messages").object().text("role", "system").text("content", request.system()).endObject();
    request.messages().forEach(message -> message(json, message));
    json.endArray();
    if (!request.tools().isEmpty()) {
      json.objects("tools", request.tools(), OpenAiProvider::offer);
    }
    return json.endObject().bytes();
  }

  /// OpenAI's own models know the newer name only, most other servers the older; a refusal of one leads to the other.
  private void limit(JsonWriter json, ModelRequest request) {
    boolean newer = isOpenAis(request.model()) ? parameters.has(NEW_LIMIT) : !parameters.has(OLD_LIMIT);
    if (parameters.has(newer ? NEW_LIMIT : OLD_LIMIT)) {
      json.number(newer ? NEW_LIMIT : OLD_LIMIT, request.maxOutputTokens());
    }
  }

  private static boolean isOpenAis(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1);
    return (name.startsWith("gpt-") && !name.startsWith("gpt-oss")) || name.startsWith("chatgpt-")
        || (name.length() > 1 && name.charAt(0) == 'o' && Character.isDigit(name.charAt(1)));
  }

  private static void offer(JsonWriter json, ModelRequest.ToolOffer tool) {
    json.text("type", "function").object("function").text("name", tool.name()).text("description", tool.description())
        .value("parameters", JsonReader.object(tool.inputSchema())).endObject();
  }

  private static void message(JsonWriter json, ModelMessage message) {
    switch (message.role()) {
      case ASSISTANT -> assistant(json, message.blocks());
      case USER -> user(json, message.blocks());
    }
  }

  private static void assistant(JsonWriter json, List<ModelBlock> blocks) {
    StringBuilder words = new StringBuilder();
    blocks.stream().filter(ModelBlock.Text.class::isInstance).forEach(
        block -> words.append(((ModelBlock.Text) block).text()));
    List<ModelBlock.ToolUse> uses = blocks.stream().filter(ModelBlock.ToolUse.class::isInstance)
        .map(ModelBlock.ToolUse.class::cast).toList();
    json.object().text("role", "assistant");
    if (words.isEmpty() && !uses.isEmpty()) {
      json.value("content", new JsonValue.Null());
    } else {
      json.text("content", words.toString());
    }
    for (ModelBlock block : blocks) {
      if (block instanceof ModelBlock.Reasoning(String dialect, Obj item) && dialect.equals(DIALECT)) {
        item.members().forEach(json::value);
      }
    }
    if (!uses.isEmpty()) {
      json.objects("tool_calls", uses, OpenAiProvider::use);
    }
    json.endObject();
  }

  private static void use(JsonWriter json, ModelBlock.ToolUse use) {
    json.text("id", use.id()).text("type", "function").object("function").text("name", use.name())
        .text("arguments", new JsonWriter().value(use.input()).text()).endObject();
  }

  /// A tool's message holds words only: what it shows follows as the user's.
  private static void user(JsonWriter json, List<ModelBlock> blocks) {
    for (ModelBlock block : blocks) {
      if (block instanceof ModelBlock.ToolResult result) {
        json.object().text("role", "tool").text("tool_call_id", result.toolUseId())
            .text("content", (result.isError() ? "error: " : "") + result.text()).endObject();
      }
    }
    List<ModelBlock> rest = blocks.stream().flatMap(block -> block instanceof ModelBlock.ToolResult result
        ? result.media().stream()
        : Stream.of(block)).toList();
    if (rest.size() == 1 && rest.getFirst() instanceof ModelBlock.Text(String text)) {
      json.object().text("role", "user").text("content", text).endObject();
    } else if (!rest.isEmpty()) {
      json.object().text("role", "user").objects("content", rest, OpenAiProvider::part).endObject();
    }
  }

  private static void part(JsonWriter json, ModelBlock block) {
    switch (block) {
      case ModelBlock.Text(String text) -> json.text("type", "text").text("text", text);
      case ModelBlock.Media media when media.isImage() -> json.text("type", "image_url").object("image_url")
          .text("url", media.dataUrl()).endObject();
      case ModelBlock.Media media -> json.text("type", "file").object("file").text("filename", media.name())
          .text("file_data", media.dataUrl()).endObject();
      case ModelBlock.ToolUse _,ModelBlock.ToolResult _,ModelBlock.Reasoning _ ->
        throw new IllegalArgumentException("a user's message holds no " + block.getClass().getSimpleName());
    }
  }
}
