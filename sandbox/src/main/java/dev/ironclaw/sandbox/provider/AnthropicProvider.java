package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.ModelReply;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The messages API of Anthropic, streamed.
public final class AnthropicProvider implements Provider {
  private static final String PATH = "/v1/messages";
  private static final int MAX_PROBLEM_BYTES = 16 * 1024;
  private static final int MAX_TAIL_BYTES = 16 * 1024;

  private final BoxClient host;

  public AnthropicProvider(BoxClient host) {
    this.host = host;
  }

  @Override
  public String dialect() {
    return "anthropic";
  }

  @Override
  public void stream(ModelRequest request, Consumer<ModelEvent> sink) {
    try (ModelReply reply = host.model(PATH, body(request), request.limit(), request.cancellation())) {
      if (reply.status() != 200) {
        throw refused(reply);
      }
      read(reply, sink);
    } catch (IOException broken) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: the connection broke", broken);
    }
  }

  private static void read(ModelReply reply, Consumer<ModelEvent> sink) throws IOException {
    SseReader events = new SseReader(reply.body());
    AnthropicStream stream = new AnthropicStream(sink);
    while (!stream.isStopped()) {
      Optional<String> data = events.next();
      if (data.isEmpty()) {
        throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: it ended before its end");
      }
      stream.event(data.get());
    }
    // The transfer's own end is read too: a host that is hung up on would take the call for cancelled.
    reply.body().readNBytes(MAX_TAIL_BYTES);
  }

  private static byte[] body(ModelRequest request) {
    JsonWriter json = new JsonWriter().object().text("model", request.model())
        .number("max_tokens", request.maxOutputTokens()).flag("stream", true).text("system", request.system())
        .objects("messages", request.messages(), AnthropicProvider::message);
    if (!request.tools().isEmpty()) {
      json.objects("tools", request.tools(), AnthropicProvider::offer);
    }
    return json.endObject().bytes();
  }

  private static void message(JsonWriter json, ModelMessage message) {
    json.text("role", message.role().name().toLowerCase(Locale.ROOT))
        .objects("content", message.blocks(), AnthropicProvider::block);
  }

  private static void block(JsonWriter json, ModelBlock block) {
    switch (block) {
      case ModelBlock.Text(String text) -> json.text("type", "text").text("text", text);
      case ModelBlock.ToolUse use -> json.text("type", "tool_use").text("id", use.id()).text("name", use.name())
          .value("input", use.input());
      case ModelBlock.ToolResult result -> json.text("type", "tool_result").text("tool_use_id", result.toolUseId())
          .text("content", result.text()).flag("is_error", result.isError());
    }
  }

  private static void offer(JsonWriter json, ModelRequest.ToolOffer tool) {
    json.text("name", tool.name()).text("description", tool.description())
        .value("input_schema", JsonReader.object(tool.inputSchema()));
  }

  /// Keeps the upstream's or the host's words, when there are any.
  private static IronclawException refused(ModelReply reply) throws IOException {
    ErrorCode code = switch (reply.status()) {
      case 429, 529 -> ErrorCode.RATE_LIMITED;
      case 401, 403 -> ErrorCode.DENIED;
      // The host has restarted and not taken this box up again: it will.
      case 409 -> ErrorCode.NOT_READY;
      default -> reply.status() >= 500 || reply.status() == 408 ? ErrorCode.UPSTREAM_FAILED : ErrorCode.INVALID_REQUEST;
    };
    return new IronclawException(code,
        "call the model: status " + reply.status() + AnthropicStream.words(reply.body().readNBytes(MAX_PROBLEM_BYTES)));
  }
}
