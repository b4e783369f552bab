package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One message between the job and its model, as the orchestrator takes it.
sealed interface ChatMessage {
  void write(JsonWriter json);

  /// Roughly how much room it takes.
  int chars();

  /// From our side: the system's words, or the person's.
  record Words(String role, String text) implements ChatMessage {
    static Words system(String text) {
      return new Words("system", text);
    }

    static Words user(String text) {
      return new Words("user", text);
    }

    @Override
    public void write(JsonWriter json) {
      json.text("role", role).text("content", text);
    }

    @Override
    public int chars() {
      return text.length();
    }
  }

  /// From the model.
  ///
  /// @param thoughts members that only its dialect can read, sent back as they came
  record Assistant(String text, List<ToolRequest> calls, Map<String, JsonValue> thoughts) implements ChatMessage {
    public Assistant {
      calls = List.copyOf(calls);
      thoughts = Map.copyOf(new LinkedHashMap<>(thoughts));
    }

    @Override
    public void write(JsonWriter json) {
      json.text("role", "assistant").text("content", text);
      if (!calls.isEmpty()) {
        json.array("tool_calls");
        calls.forEach(call -> json.value(call.asWritten()));
        json.endArray();
      }
      thoughts.forEach(json::value);
    }

    @Override
    public int chars() {
      return text.length()
          + calls.stream().mapToInt(call -> new JsonWriter().value(call.asWritten()).text().length()).sum();
    }
  }

  /// What a tool said.
  record ToolSaid(String callId, String tool, String text) implements ChatMessage {
    @Override
    public void write(JsonWriter json) {
      json.text("role", "tool").text("tool_call_id", callId).text("name", tool).text("content", text);
    }

    @Override
    public int chars() {
      return text.length();
    }
  }
}
