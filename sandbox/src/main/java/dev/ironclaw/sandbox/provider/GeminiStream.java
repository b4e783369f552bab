package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonValue.Bool;
import dev.ironclaw.sandbox.json.JsonValue.Num;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.Optional;
import java.util.function.Consumer;

/// One streamed answer of the generateContent API. The end is the stream's own, after a finish reason.
final class GeminiStream implements AnswerStream {
  private final Answer answer;
  private Optional<ModelEvent.Reason> finished = Optional.empty();

  GeminiStream(Consumer<ModelEvent> sink) {
    this.answer = new Answer(sink);
  }

  @Override
  public boolean isStopped() {
    return answer.isStopped();
  }

  @Override
  public void event(Obj chunk) {
    chunk.optionalObject("error").ifPresent(error -> {
      throw Refusal.inStream(kind(error), error.optionalText("message"));
    });
    chunk.optionalObject("promptFeedback").flatMap(feedback -> feedback.optionalText("blockReason"))
        .ifPresent(_ -> finished = Optional.of(ModelEvent.Reason.REFUSED));
    for (Obj candidate : chunk.objects("candidates")) {
      candidate.optionalObject("content").ifPresent(content -> content.objects("parts").forEach(this::part));
      candidate.optionalText("finishReason").ifPresent(this::finish);
    }
    // It stands in every piece, and only the last one counts the whole answer.
    chunk.optionalObject("usageMetadata").ifPresent(usage -> answer.usage(Answer.tokens(usage, "promptTokenCount")
        + Answer.tokens(usage, "toolUsePromptTokenCount"),
        Answer.tokens(usage, "candidatesTokenCount") + Answer.tokens(usage, "thoughtsTokenCount")));
  }

  private static String kind(Obj error) {
    return error.optionalText("status")
        .or(() -> error.members().get("code") instanceof Num(String code) ? Optional.of(code) : Optional.empty())
        .orElse("error");
  }

  private void part(Obj part) {
    Optional<Obj> call = part.optionalObject("functionCall");
    if (call.isPresent()) {
      answer.tool(call.get().optionalText("id").orElse(""), call.get().optionalText("name").orElse(""),
          call.get().optionalObject("args").map(args -> new JsonWriter().value(args).text()).orElse(""),
          part.optionalText("thoughtSignature"));
      return;
    }
    Optional<String> text = part.optionalText("text");
    if (part.members().get("thought") instanceof Bool(boolean thought) && thought) {
      text.ifPresent(answer::thought);
    } else {
      text.ifPresent(answer::words);
    }
  }

  private void finish(String reason) {
    finished = Optional.of(switch (reason) {
      case "STOP" -> ModelEvent.Reason.END;
      case "MAX_TOKENS" -> ModelEvent.Reason.MAX_TOKENS;
      case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
        ModelEvent.Reason.REFUSED;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL" -> throw new IronclawException(ErrorCode.UPSTREAM_FAILED,
          "read the model's answer: it asked for a tool in a form that is none (" + reason + ")");
      default -> ModelEvent.Reason.OTHER;
    });
  }

  @Override
  public void ended() {
    ModelEvent.Reason reason = finished.orElseThrow(AnswerStream::cut);
    answer.stop(reason == ModelEvent.Reason.END && answer.asksForTools() ? ModelEvent.Reason.TOOL_USE : reason);
  }
}
