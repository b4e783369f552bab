package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.JobId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the global stream tells of a job's event: the beginning of each text. Whoever wants all of it follows the job.
final class JobNews {
  private static final int MAX_CHARS = 4_000;
  private static final Set<String> TYPES = Set.of("message", "tool_use", "tool_result", "result", "reasoning",
      "status");
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "stuck");

  private JobNews() {}

  /// The type that an event is kept as.
  static String type(String given) {
    return TYPES.contains(given) ? given : "status";
  }

  /// The name of the event in the global stream.
  static String name(String type) {
    return "job_" + type;
  }

  static Map<String, Object> of(JobId job, String type, JsonNode data) {
    Map<String, Object> news = new LinkedHashMap<>();
    news.put("job_id", job.value());
    switch (type) {
      case "message" -> {
        news.put("role", text(data, "role", "assistant"));
        news.put("content", text(data, "content", ""));
      }
      case "tool_use" -> {
        news.put("tool_name", text(data, "tool_name", "unknown"));
        news.put("input", text(data, "input", ""));
      }
      case "tool_result" -> {
        news.put("tool_name", text(data, "tool_name", "unknown"));
        news.put("output", text(data, "output", ""));
      }
      case "result" -> {
        news.put("status", end(text(data, "status", "")));
        news.put("message", text(data, "message", ""));
        if (data.has("session_id")) {
          news.put("session_id", text(data, "session_id", ""));
        }
      }
      case "reasoning" -> {
        news.put("narrative", text(data, "narrative", ""));
        news.put("decisions", text(data, "decisions", ""));
      }
      // A string, so there is no end to what it may be: the last row of the mapping is every other one.
      default -> news.put("message", text(data, "message", ""));
    }
    return news;
  }

  /// What says nothing known has failed.
  private static String end(String given) {
    String word = given.strip().toLowerCase(Locale.ROOT);
    return ENDS.contains(word) ? word : "failed";
  }

  /// What is no string is shown as its JSON.
  private static String text(JsonNode data, String field, String otherwise) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    return Excerpt.of(value.isString() ? value.asString() : value.toString(), MAX_CHARS);
  }
}
