package dev.ironclaw.desktop.job;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.api.JobEventView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One line of a job's log: the beginning of what happened, so that many of them cost little.
///
/// @param kind as the event's type
/// @param who role, tool or end that it is about, at most [#MOST_WHO_CHARS] of it; empty where there is none
/// @param text as the job gave it, at most [#MOST_CHARS] of it
/// @param cut whether there is more
public record LogRow(long id, String kind, String who, String text, String at, boolean cut) {
  static final int MOST_CHARS = 1_200;
  static final int MOST_WHO_CHARS = 100;

  public LogRow {
    // It comes from the job, whatever it says there.
    who = Excerpt.start(who, MOST_WHO_CHARS);
  }

  /// As a row.
  public static LogRow of(JobEventView event) {
    String whole = text(event);
    return new LogRow(event.id(), event.eventType(), who(event), Excerpt.start(whole, MOST_CHARS).strip(),
        event.createdAt(), whole.length() > MOST_CHARS);
  }

  /// As the stream of one job tells it.
  static LogRow of(StreamEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (event.data().get("data") instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> {
        if (value != null) {
          data.put(String.valueOf(name), value);
        }
      });
    }
    return of(new JobEventView(Long.parseLong(event.id()), event.type(), data, event.text("createdAt")));
  }

  /// All that happened, in words.
  static String text(JobEventView event) {
    Map<String, Object> data = event.data();
    return switch (event.eventType()) {
      case "message" -> words(data.get("content"));
      case "tool_use" -> words(data.get("input"));
      case "tool_result" -> words(data.get("output"));
      case "reasoning" -> words(data.get("narrative"));
      case "result", "status" -> words(data.get("message"));
      // What a newer control plane may tell, too.
      default -> words(data);
    };
  }

  private static String who(JobEventView event) {
    return switch (event.eventType()) {
      case "message" -> words(event.data().getOrDefault("role", "assistant"));
      case "tool_use", "tool_result" -> words(event.data().getOrDefault("tool_name", ""));
      case "result" -> words(event.data().getOrDefault("status", ""));
      default -> "";
    };
  }

  private static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> fields -> fields.entrySet().stream()
          .map(field -> field.getKey() + ": " + words(field.getValue())).collect(Collectors.joining("\n"));
      case List<?> items -> items.stream().map(LogRow::words).collect(Collectors.joining("\n"));
      default -> Objects.toString(value);
    };
  }
}
