package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Num;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One answer as it grows, whatever the dialect: hands on each event and holds the bounds. Over 128 Ki chars of words
/// and tool input, 512 Ki of thoughts, 128 Ki of thoughts to send back, or 64 parts: `UPSTREAM_FAILED`.
final class Answer {
  /// Begins an id that the model did not give.
  static final String OWN_ID = "own_";
  private static final int MAX_CHARS = 128 * 1024;
  private static final int MAX_THOUGHT_CHARS = 512 * 1024;
  private static final int MAX_KEPT_CHARS = 128 * 1024;
  private static final int MAX_PARTS = 64;
  private static final int MAX_ID_CHARS = 256;
  private static final int MAX_NAME_CHARS = 64;
  private static final long MAX_TOKENS = 1_000_000_000;

  private final Consumer<ModelEvent> sink;
  private final Map<Long, OpenTool> open = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private int chars;
  private int thoughtChars;
  private int keptChars;
  private int parts;
  private Optional<String> broken = Optional.empty();
  private Optional<ModelEvent.Usage> usage = Optional.empty();
  private boolean asksForTools;
  private boolean stopped;

  Answer(Consumer<ModelEvent> sink) {
    this.sink = sink;
  }

  boolean isStopped() {
    return stopped;
  }

  boolean asksForTools() {
    return asksForTools;
  }

  void words(String text) {
    count(text);
    if (!text.isEmpty()) {
      sink.accept(new ModelEvent.TextDelta(text));
    }
  }

  /// A thought that is neither shown nor sent back.
  void thought(String text) {
    thoughtChars += text.length();
    bound(thoughtChars, MAX_THOUGHT_CHARS, "over 512 Ki chars of thoughts");
  }

  /// A thought to send back as it is.
  void keep(String dialect, Obj item) {
    part();
    keptChars += new JsonWriter().value(item).text().length();
    bound(keptChars, MAX_KEPT_CHARS, "over 128 Ki chars of thoughts to send back");
    sink.accept(new ModelEvent.Reasoning(new ModelBlock.Reasoning(dialect, item)));
  }

  /// A tool whose input is still coming; one that is open under the same key is whole.
  void open(long key, String id, String name) {
    close(key);
    part();
    open.put(key, new OpenTool(id(id), name(name), new StringBuilder()));
  }

  void input(long key, String json) {
    count(json);
    OpenTool tool = open.get(key);
    if (tool == null) {
      throw failed("input for no open tool");
    }
    tool.input().append(json);
  }

  void close(long key) {
    OpenTool tool = open.remove(key);
    if (tool != null) {
      whole(tool.id(), tool.name(), tool.input().toString(), Optional.empty());
    }
  }

  /// A whole tool request.
  ///
  /// @param input JSON; blank for none
  void tool(String id, String name, String input, Optional<String> seal) {
    part();
    count(input);
    seal.ifPresent(text -> bound(keptChars += text.length(), MAX_KEPT_CHARS, "over 128 Ki chars of seals"));
    whole(id(id), name(name), input, seal);
  }

  /// What is no JSON object is judged at the stop, where it shows whether the answer was cut or is wrong.
  private void whole(String id, String name, String input, Optional<String> seal) {
    asksForTools = true;
    try {
      Obj read = JsonReader.object(input.isBlank() ? "{}" : input);
      sink.accept(new ModelEvent.ToolUse(new ModelBlock.ToolUse(id, name, read, seal)));
    } catch (IronclawException noObject) {
      broken = Optional.of(name);
    }
  }

  /// The last one holds, and is handed on just before the stop.
  void usage(long inputTokens, long outputTokens) {
    usage = Optional.of(
        new ModelEvent.Usage(Math.clamp(inputTokens, 0, MAX_TOKENS), Math.clamp(outputTokens, 0, MAX_TOKENS)));
  }

  /// The member as a count of tokens; 0 for what is missing or none.
  static long tokens(Obj usage, String name) {
    JsonValue value = usage.members().get(name);
    if (!(value instanceof Num(String literal))) {
      return 0;
    }
    try {
      return Math.clamp(Long.parseLong(literal), 0, MAX_TOKENS);
    } catch (NumberFormatException noCount) {
      return literal.startsWith("-") ? 0 : MAX_TOKENS;
    }
  }

  /// Nothing follows.
  void stop(ModelEvent.Reason reason) {
    List.copyOf(open.keySet()).forEach(this::close);
    if (broken.isPresent()) {
      throw reason == ModelEvent.Reason.MAX_TOKENS
          ? new IronclawException(ErrorCode.INVALID_REQUEST,
              "read the model's answer: it reached its most tokens in the "
                  + "middle of the input for " + broken.get() + "; ask for less at once")
          : failed("the input for " + broken.get() + " is no JSON object");
    }
    stopped = true;
    usage.ifPresent(sink);
    sink.accept(new ModelEvent.Stop(reason));
  }

  private void part() {
    bound(++parts, MAX_PARTS, "over 64 parts");
  }

  private void count(String part) {
    chars += part.length();
    bound(chars, MAX_CHARS, "over 128 Ki chars");
  }

  /// The results are told apart by it, so one that is missing or given twice is replaced.
  private String id(String given) {
    bound(given.length(), MAX_ID_CHARS, "an id over 256 chars");
    String id = given.isBlank() || !ids.add(given) ? OWN_ID + ids.size() + "_" + parts : given;
    ids.add(id);
    return id;
  }

  /// Only chars that every API takes back, so that a name of the model's invention fails as an unknown tool and not as
  /// a bad request.
  private static String name(String given) {
    if (given.isBlank()) {
      throw failed("a tool without a name");
    }
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < Math.min(given.length(), MAX_NAME_CHARS); i++) {
      char c = given.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
      name.append(plain ? c : '_');
    }
    return name.toString();
  }

  private static void bound(int size, int limit, String what) {
    if (size > limit) {
      throw failed(what);
    }
  }

  private static IronclawException failed(String what) {
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: " + what);
  }

  /// A tool whose input is still coming.
  private record OpenTool(String id, String name, StringBuilder input) {}
}
