package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// What happens in the job, told to the host one after the other: each event is kept there when its call returns, and has
/// an id of this run and its number. One that is too long is cut, with a note of how much is missing. Threading: any
/// thread; one at a time.
final class JobEvents {
  private static final int LEAST_CHARS = 64;

  private final Consumer<byte[]> send;
  private final String run;
  private volatile UnaryOperator<String> shown = UnaryOperator.identity();
  private long sequence;

  /// @param send keeps one event, given as the body of its request
  /// @param run no other run of this program has it
  JobEvents(Consumer<byte[]> send, String run) {
    this.send = send;
    this.run = run;
  }

  /// From now on every text goes through this first.
  void hide(UnaryOperator<String> hiding) {
    shown = hiding;
  }

  /// What the model says; the host itself tells what people say.
  void message(String content) {
    event("message",
        room -> new JsonWriter().object().text("role", "assistant").text("content", cut(shown.apply(content), room)),
        content.length());
  }

  void toolUse(String tool, Obj input) {
    event("tool_use", room -> new JsonWriter().object().text("tool_name", tool).value("input", cut(input, room)),
        longest(input));
  }

  void toolResult(String tool, String output, boolean success) {
    event("tool_result",
        room -> new JsonWriter().object().text("tool_name", tool).text("output", cut(shown.apply(output), room))
            .flag("success", success),
        output.length());
  }

  /// What the model thought.
  void reasoning(String narrative) {
    event("reasoning", room -> new JsonWriter().object().text("narrative", cut(shown.apply(narrative), room)),
        narrative.length());
  }

  void status(String message) {
    event("status", room -> new JsonWriter().object().text("message", cut(shown.apply(message), room)),
        message.length());
  }

  /// How it ended: once for each turn.
  ///
  /// @param status `completed`, `failed` or `cancelled`
  void result(String status, String message, Optional<String> session) {
    event("result",
        room -> new JsonWriter().object().text("status", status).text("message", cut(shown.apply(message), room))
            .text("session_id", session),
        message.length());
  }

  /// @param data begins the event's object with no text longer than the given count of chars
  private synchronized void event(String type, IntFunction<JsonWriter> data, int longest) {
    String id = run + "-" + ++sequence;
    int room = Math.clamp(longest, 1, WorkerApi.MAX_EVENT_BYTES);
    byte[] body = body(id, type, data.apply(room));
    while (body.length > WorkerApi.MAX_EVENT_BYTES && room > LEAST_CHARS) {
      room = Math.max(LEAST_CHARS,
          Math.min(room - 1, (int) ((long) room * (WorkerApi.MAX_EVENT_BYTES / 2) / body.length)));
      body = body(id, type, data.apply(room));
    }
    if (body.length > WorkerApi.MAX_EVENT_BYTES) {
      body = body(id, "status", new JsonWriter().object().text("message", "a " + type + " was too large to be kept"));
    }
    try {
      send.accept(body);
    } catch (IronclawException refused) {
      if (refused.code() != ErrorCode.INVALID_REQUEST && refused.code() != ErrorCode.TOO_LARGE) {
        throw refused;
      }
      send.accept(body(run + "-" + ++sequence, "status", new JsonWriter().object().text("message",
          "a " + type + " was refused by the host: " + Excerpt.of(String.valueOf(refused.getMessage()), 300))));
    }
  }

  private static byte[] body(String id, String type, JsonWriter data) {
    return new JsonWriter().object().text("id", id).text("event_type", type)
        .value("data", JsonReader.object(data.endObject().bytes())).endObject().bytes();
  }

  static String cut(String text, int room) {
    return text.length() <= room
        ? text
        : Excerpt.start(text, room) + "\n[cut here: " + (text.length() - room) + " more chars]";
  }

  private JsonValue cut(JsonValue value, int room) {
    return switch (value) {
      case JsonValue.Text(String text) -> new JsonValue.Text(cut(shown.apply(text), room));
      case JsonValue.Arr(List<JsonValue> items) ->
        new JsonValue.Arr(items.stream().map(item -> cut(item, room)).toList());
      case Obj object -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, cut(member, room)));
        yield new Obj(members);
      }
      case JsonValue.Num number -> number;
      case JsonValue.Bool bool -> bool;
      case JsonValue.Null none -> none;
    };
  }

  private static int longest(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> text.length();
      case JsonValue.Arr(List<JsonValue> items) -> items.stream().mapToInt(JobEvents::longest).max().orElse(1);
      case Obj object -> object.members().values().stream().mapToInt(JobEvents::longest).max().orElse(1);
      case JsonValue.Num _,JsonValue.Bool _,JsonValue.Null _ -> 1;
    };
  }
}
