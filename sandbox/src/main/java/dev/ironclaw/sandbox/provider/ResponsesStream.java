package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import java.util.Optional;
import java.util.function.Consumer;

/// One streamed answer of the responses API. Words come in pieces; tool requests and thoughts when they are whole.
final class ResponsesStream implements AnswerStream {
  private final Answer answer;
  private boolean refusal;

  ResponsesStream(Consumer<ModelEvent> sink) {
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
      case "response.output_text.delta" -> answer.words(event.text("delta"));
      case "response.refusal.delta" -> {
        refusal = true;
        answer.words(event.text("delta"));
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta",
          "response.function_call_arguments.delta" ->
        answer.thought(event.text("delta"));
      case "response.output_item.done" -> item(event.object("item"));
      case "response.completed", "response.done" -> end(event.object("response"), ModelEvent.Reason.END);
      case "response.incomplete" -> end(event.object("response"), incomplete(event.object("response")));
      case "response.failed" -> throw failed(event.object("response").optionalObject("error"));
      case "error" -> throw failed(event.optionalObject("error").or(() -> Optional.of(event)));
      default -> {
        // silent-ok: what is begun, added and repeated changes nothing here
      }
    }
  }

  private void item(Obj item) {
    switch (item.text("type")) {
      case "function_call" -> answer.tool(item.optionalText("call_id").orElse(""),
          item.optionalText("name").orElse(""), item.optionalText("arguments").orElse(""), Optional.empty());
      case "reasoning" -> {
        // Without its seal the upstream, which stores nothing, can't read it again.
        if (item.members().get("encrypted_content") instanceof Text) {
          answer.keep(ResponsesProvider.DIALECT, item);
        }
      }
      default -> {
        // silent-ok: a message's words have come; other kinds are not asked for
      }
    }
  }

  private static ModelEvent.Reason incomplete(Obj response) {
    return switch (response.optionalObject("incomplete_details").flatMap(details -> details.optionalText("reason"))
        .orElse("")) {
      case "max_output_tokens" -> ModelEvent.Reason.MAX_TOKENS;
      case "content_filter" -> ModelEvent.Reason.REFUSED;
      default -> ModelEvent.Reason.OTHER;
    };
  }

  private void end(Obj response, ModelEvent.Reason reason) {
    response.optionalObject("usage").ifPresent(
        usage -> answer.usage(Answer.tokens(usage, "input_tokens"), Answer.tokens(usage, "output_tokens")));
    if (reason == ModelEvent.Reason.END && refusal) {
      answer.stop(ModelEvent.Reason.REFUSED);
    } else {
      answer.stop(reason == ModelEvent.Reason.END && answer.asksForTools() ? ModelEvent.Reason.TOOL_USE : reason);
    }
  }

  private static IronclawException failed(Optional<Obj> error) {
    return Refusal.inStream(error.flatMap(named -> named.optionalText("code")).orElse("error"),
        error.flatMap(named -> named.optionalText("message")));
  }
}
