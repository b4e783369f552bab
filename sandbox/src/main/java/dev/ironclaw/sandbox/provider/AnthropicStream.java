package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.json.JsonReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One streamed answer of the messages API.
final class AnthropicStream implements AnswerStream {
  private final Answer answer;
  private final Map<Long, OpenThought> thoughts = new HashMap<>();
  private long inputTokens;
  private long outputTokens;
  private ModelEvent.Reason reason = ModelEvent.Reason.OTHER;

  AnthropicStream(Consumer<ModelEvent> sink) {
    this.answer = new Answer(sink);
  }

  @Override
  public boolean isStopped() {
    return answer.isStopped();
  }

  @Override
  public void ended() {
    throw AnswerStream.cut();
  }

  @Override
  public void event(Obj event) {
    switch (event.text("type")) {
      case "message_start" -> event.object("message").optionalObject("usage").ifPresent(this::usage);
      case "content_block_start" -> start(event.number("index"), event.object("content_block"));
      case "content_block_delta" -> delta(event.number("index"), event.object("delta"));
      case "content_block_stop" -> stop(event.number("index"));
      case "message_delta" -> end(event);
      case "message_stop" -> {
        answer.usage(inputTokens, outputTokens);
        answer.stop(reason);
      }
      case "error" -> {
        Obj error = event.object("error");
        throw Refusal.inStream(error.optionalText("type").orElse("error"), error.optionalText("message"));
      }
      default -> {
        // silent-ok: ping, and types that the API may add, change nothing here
      }
    }
  }

  private void start(long index, Obj block) {
    switch (block.text("type")) {
      case "text" -> answer.words(block.optionalText("text").orElse(""));
      case "tool_use" -> answer.open(index, block.text("id"), block.text("name"));
      case "thinking" -> thoughts.put(index, new OpenThought(
          new StringBuilder(block.optionalText("thinking").orElse("")),
          new StringBuilder(block.optionalText("signature").orElse(""))));
      case "redacted_thinking" -> answer.keep(AnthropicProvider.DIALECT, block);
      default -> {
        // silent-ok: kinds that the API may add are not shown and not sent back
      }
    }
  }

  private void delta(long index, Obj delta) {
    switch (delta.text("type")) {
      case "text_delta" -> answer.words(delta.text("text"));
      case "input_json_delta" -> answer.input(index, delta.text("partial_json"));
      case "thinking_delta" -> thought(index, delta.text("thinking"), "");
      case "signature_delta" -> thought(index, "", delta.text("signature"));
      default -> {
        // silent-ok: as above
      }
    }
  }

  private void thought(long index, String words, String signature) {
    OpenThought open = Optional.ofNullable(thoughts.get(index)).orElseThrow(AnswerStream::cut);
    answer.thought(words);
    answer.thought(signature);
    open.words().append(words);
    open.signature().append(signature);
  }

  private void stop(long index) {
    answer.close(index);
    OpenThought thought = thoughts.remove(index);
    if (thought != null && !thought.signature().isEmpty()) {
      answer.keep(AnthropicProvider.DIALECT, JsonReader.object(new JsonWriter().object().text("type", "thinking")
          .text("thinking", thought.words().toString()).text("signature", thought.signature().toString()).endObject()
          .bytes()));
    }
  }

  private void end(Obj event) {
    reason = switch (event.object("delta").optionalText("stop_reason").orElse("")) {
      case "end_turn", "stop_sequence" -> ModelEvent.Reason.END;
      case "tool_use" -> ModelEvent.Reason.TOOL_USE;
      case "max_tokens", "model_context_window_exceeded" -> ModelEvent.Reason.MAX_TOKENS;
      case "refusal" -> ModelEvent.Reason.REFUSED;
      default -> ModelEvent.Reason.OTHER;
    };
    event.optionalObject("usage").ifPresent(this::usage);
  }

  /// The last count holds; a later one that says nothing of the input leaves it.
  private void usage(Obj usage) {
    inputTokens = Math.max(inputTokens, Answer.tokens(usage, "input_tokens")
        + Answer.tokens(usage, "cache_creation_input_tokens") + Answer.tokens(usage, "cache_read_input_tokens"));
    outputTokens = Answer.tokens(usage, "output_tokens");
  }

  /// A thought whose end is still to come.
  private record OpenThought(StringBuilder words, StringBuilder signature) {}
}
