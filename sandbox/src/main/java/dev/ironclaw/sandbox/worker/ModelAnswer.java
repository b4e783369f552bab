package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the model said.
///
/// @param cut whether it was at its limit and had more to say
record ModelAnswer(ChatMessage.Assistant message, boolean cut) {
  private static final List<String> THOUGHTS = List.of("reasoning", "reasoning_details");

  static ModelAnswer read(byte[] body) {
    Obj answer = JsonReader.object(body);
    Map<String, JsonValue> thoughts = new LinkedHashMap<>();
    for (String name : THOUGHTS) {
      answer.member(name).filter(member -> !(member instanceof JsonValue.Null))
          .ifPresent(member -> thoughts.put(name, member));
    }
    return new ModelAnswer(
        new ChatMessage.Assistant(answer.optionalText("content").orElse(""),
            answer.objects("tool_calls").stream().map(ToolRequest::read).toList(), thoughts),
        answer.optionalText("finish_reason").orElse("").equals("length"));
  }

  /// What it thought, where it says so in words.
  Optional<String> thought() {
    return message.thoughts().get("reasoning") instanceof JsonValue.Text(String words) && !words.isBlank()
        ? Optional.of(words)
        : Optional.empty();
  }

  boolean wantsTools() {
    return !message.calls().isEmpty();
  }
}
