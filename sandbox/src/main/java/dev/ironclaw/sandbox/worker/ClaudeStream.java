package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what the command line tool prints in one turn, a JSON object a line, and tells it as events of the job. A line
/// that is too long or no JSON is a status, never an end. One thread reads; its results are for whoever has joined it.
final class ClaudeStream {
  private static final int MAX_LINE = 8 << 20;
  private static final int MAX_WORDS = 2_000;
  private static final int MAX_CALLS = 10_000;

  private final JobEvents events;
  private final Map<String, String> calls = new HashMap<>();
  private Optional<String> session = Optional.empty();
  private Optional<Result> result = Optional.empty();

  /// How a turn ended.
  record Result(boolean success, String text, int turns) {}

  ClaudeStream(JobEvents events) {
    this.events = events;
  }

  /// The newest session that it named.
  Optional<String> session() {
    return session;
  }

  Optional<Result> result() {
    return result;
  }

  /// Until its end.
  void read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 * 1024];
    boolean tooLong = false;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int from = 0;
      for (int at = 0; at < count; at++) {
        if (buffer[at] == '\n') {
          line.write(buffer, from, at - from);
          end(line, tooLong);
          tooLong = false;
          from = at + 1;
        }
      }
      line.write(buffer, from, count - from);
      if (line.size() > MAX_LINE) {
        tooLong = true;
        line.reset();
      }
    }
    end(line, tooLong);
  }

  private void end(ByteArrayOutputStream line, boolean tooLong) {
    if (tooLong) {
      events.status("Claude Code printed a line of more than 8 MiB, which was passed over.");
    } else if (line.size() > 0) {
      line(line.toByteArray());
    }
    line.reset();
  }

  private void line(byte[] bytes) {
    Obj line;
    try {
      line = JsonReader.object(bytes);
    } catch (IronclawException noJson) {
      events.status(Excerpt.of(new String(bytes, 0, Math.min(bytes.length, 4 * MAX_WORDS),
          StandardCharsets.UTF_8), MAX_WORDS));
      return;
    }
    try {
      object(line);
    } catch (IronclawException other) {
      ifOurs(other);
      events.status("Claude Code said something in another form (" + other.getMessage() + "): "
          + Excerpt.of(new JsonWriter().value(line).text(), MAX_WORDS));
    }
  }

  /// What the host says of an event is no fault of the line.
  private static void ifOurs(IronclawException failed) {
    if (failed.code() != ErrorCode.INVALID_PAYLOAD) {
      throw failed;
    }
  }

  private void object(Obj line) {
    line.optionalText("session_id").filter(id -> id.matches("[0-9a-fA-F-]{8,64}"))
        .ifPresent(id -> session = Optional.of(id));
    switch (line.optionalText("type").orElse("")) {
      case "system" -> system(line);
      case "assistant" -> blocks(line).forEach(this::assistant);
      case "user" -> blocks(line).forEach(this::user);
      case "result" -> result(line);
      default -> events.status(Excerpt.of(new JsonWriter().value(line).text(), MAX_WORDS));
    }
  }

  private void system(Obj line) {
    switch (line.optionalText("subtype").orElse("")) {
      case "init" -> events.status("Claude Code " + line.optionalText("claude_code_version").orElse("")
          + " begins, with model " + line.optionalText("model").orElse("of its choice") + " and the tools "
          + names(line));
      case "api_retry" ->
        events.status("The model could not be reached (" + code(line) + "). Claude Code tries again.");
      default -> line.optionalText("message").or(() -> line.optionalText("content"))
          .ifPresent(words -> events.status(Excerpt.of(words, MAX_WORDS)));
    }
  }

  private static String names(Obj init) {
    List<String> names = new ArrayList<>();
    if (init.member("tools").isPresent()) {
      init.array("tools").forEach(tool -> {
        if (tool instanceof JsonValue.Text(String name)) {
          names.add(name);
        }
      });
    }
    return String.join(", ", names);
  }

  private static String code(Obj line) {
    return line.member("error_status").filter(JsonValue.Num.class::isInstance)
        .map(_ -> line.number("error_status") + "")
        .or(() -> line.member("error").filter(JsonValue.Text.class::isInstance).map(_ -> line.text("error")))
        .orElse("no answer");
  }

  /// The parts of a message; plain words are one part.
  private static List<Obj> blocks(Obj line) {
    Obj message = line.object("message");
    if (message.member("content").filter(JsonValue.Text.class::isInstance).isPresent()) {
      return List
          .of(new Obj(Map.of("type", new JsonValue.Text("text"), "text", new JsonValue.Text(message.text("content")))));
    }
    return message.objects("content");
  }

  private void assistant(Obj block) {
    switch (block.optionalText("type").orElse("")) {
      case "text" -> {
        if (!block.text("text").isBlank()) {
          events.message(block.text("text"));
        }
      }
      case "thinking" -> block.optionalText("thinking").filter(words -> !words.isBlank()).ifPresent(events::reasoning);
      case "tool_use" -> {
        if (calls.size() < MAX_CALLS) {
          calls.put(block.text("id"), block.text("name"));
        }
        events.toolUse(block.text("name"), block.object("input"));
      }
      default -> {
        // silent-ok: what only the model can read
      }
    }
  }

  private void user(Obj block) {
    if (block.optionalText("type").orElse("").equals("tool_result")) {
      boolean failed = block.member("is_error").filter(new JsonValue.Bool(true)::equals).isPresent();
      events.toolResult(calls.getOrDefault(block.optionalText("tool_use_id").orElse(""), "unknown"), output(block),
          !failed);
    }
  }

  /// All parts of it, one below the other.
  private static String output(Obj block) {
    if (block.member("content").filter(JsonValue.Text.class::isInstance).isPresent()) {
      return block.text("content");
    }
    List<String> parts = new ArrayList<>();
    for (Obj part : block.objects("content")) {
      String type = part.optionalText("type").orElse("");
      parts.add(type.equals("text") ? part.text("text") : "[" + (type.isEmpty() ? "something" : type) + "]");
    }
    return String.join("\n", parts);
  }

  private void result(Obj line) {
    if (result.isPresent()) {
      events.status("Claude Code reported a second result for the same turn, which was passed over.");
      return;
    }
    String subtype = line.optionalText("subtype").orElse("");
    boolean failed = line.member("is_error").filter(new JsonValue.Bool(true)::equals).isPresent()
        || !subtype.equals("success");
    String text = line.optionalText("result").filter(words -> !words.isBlank())
        .orElse(failed ? "Claude Code ended with " + (subtype.isEmpty() ? "an error" : subtype) : "");
    int turns = line.member("num_turns").filter(JsonValue.Num.class::isInstance).isPresent()
        ? line.smallNumber("num_turns")
        : 0;
    result = Optional.of(new Result(!failed, text, turns));
  }
}
