package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Arr;
import dev.ironclaw.sandbox.json.JsonValue.Num;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One streamed answer of the chat completions API. The end is `[DONE]`, or the end of the stream after a finish reason:
/// local servers send one without the other.
final class OpenAiStream implements AnswerStream {
  private static final String REASONING = "reasoning_content";
  private static final String DETAILS = "reasoning_details";

  private final Answer answer;
  private final StringBuilder reasoning = new StringBuilder();
  private final List<JsonValue> details = new ArrayList<>();
  private Optional<ModelEvent.Reason> finished = Optional.empty();
  private boolean refusal;
  private final Map<Long, String> givenIds = new HashMap<>();

  OpenAiStream(Consumer<ModelEvent> sink) {
    this.answer = new Answer(sink);
  }

  @Override
  public boolean isStopped() {
    return answer.isStopped();
  }

  @Override
  public void event(Obj chunk) {
    JsonValue error = chunk.members().get("error");
    if (error instanceof Obj failure) {
      throw Refusal.inStream(kind(failure), failure.optionalText("message"));
    }
    if (error instanceof Text(String words)) {
      throw Refusal.inStream("error", Optional.of(words));
    }
    for (Obj choice : chunk.objects("choices")) {
      choice.optionalObject("delta").ifPresent(this::delta);
      choice.optionalText("finish_reason").filter(reason -> !reason.isEmpty()).ifPresent(this::finish);
    }
    chunk.optionalObject("usage").ifPresent(usage -> answer.usage(Answer.tokens(usage, "prompt_tokens"),
        Answer.tokens(usage, "completion_tokens")));
  }

  /// `code` is a number with some servers and a word with others.
  private static String kind(Obj error) {
    JsonValue code = error.members().get("code");
    if (code instanceof Num(String number)) {
      return number;
    }
    return code instanceof Text(String word) ? word : error.optionalText("type").orElse("error");
  }

  private void delta(Obj delta) {
    think(delta);
    delta.optionalText("content").ifPresent(answer::words);
    delta.optionalText("refusal").filter(words -> !words.isEmpty()).ifPresent(words -> {
      refusal = true;
      answer.words(words);
    });
    for (Obj call : delta.objects("tool_calls")) {
      call(call);
    }
  }

  private void think(Obj delta) {
    delta.optionalText(REASONING).ifPresent(words -> {
      answer.thought(words);
      reasoning.append(words);
    });
    delta.optionalText("reasoning").ifPresent(answer::thought);
    for (Obj detail : delta.objects(DETAILS)) {
      answer.thought(new JsonWriter().value(detail).text());
      details.add(detail);
    }
  }

  /// Pieces of one call come under its index; a server that gives every call the same index, or none, tells them apart
  /// by id.
  private void call(Obj call) {
    String id = call.optionalText("id").orElse("");
    long last = givenIds.size() - 1L;
    boolean goesOn = last >= 0 && (id.isEmpty() || id.equals(givenIds.get(last)));
    long index = call.members().get("index") instanceof Num ? call.number("index") : goesOn ? last : last + 1;
    Optional<Obj> function = call.optionalObject("function");
    String known = givenIds.getOrDefault(index, "");
    if (!givenIds.containsKey(index) || (!id.isEmpty() && !known.isEmpty() && !id.equals(known))) {
      answer.open(index, id, function.flatMap(named -> named.optionalText("name")).orElse(""));
    }
    givenIds.put(index, id.isEmpty() ? known : id);
    function.flatMap(piece -> piece.member("arguments")).ifPresent(piece -> arguments(index, piece));
  }

  /// Some local servers send them whole, as an object.
  private void arguments(long index, JsonValue piece) {
    if (piece instanceof Text(String part)) {
      answer.input(index, part);
    } else if (piece instanceof Obj whole) {
      answer.input(index, new JsonWriter().value(whole).text());
    }
  }

  private void finish(String reason) {
    finished = Optional.of(switch (reason) {
      case "stop" -> ModelEvent.Reason.END;
      case "tool_calls", "function_call" -> ModelEvent.Reason.TOOL_USE;
      case "length" -> ModelEvent.Reason.MAX_TOKENS;
      case "content_filter" -> ModelEvent.Reason.REFUSED;
      case "error" -> throw Refusal.inStream(reason, Optional.empty());
      default -> ModelEvent.Reason.OTHER;
    });
  }

  @Override
  public void ended() {
    ModelEvent.Reason reason = finished.orElseThrow(AnswerStream::cut);
    keepThoughts();
    answer.stop(refusal ? ModelEvent.Reason.REFUSED : reason);
  }

  /// Only servers that send these two want them back.
  private void keepThoughts() {
    if (!givenIds.isEmpty() && !(reasoning.isEmpty() && details.isEmpty())) {
      JsonWriter json = new JsonWriter().object();
      if (!reasoning.isEmpty()) {
        json.text(REASONING, reasoning.toString());
      }
      if (!details.isEmpty()) {
        json.value(DETAILS, new Arr(details));
      }
      answer.keep(OpenAiProvider.DIALECT, JsonReader.object(json.endObject().bytes()));
    }
  }
}
