package dev.ironclaw.ironctl;

import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.JobEventView;
import dev.ironclaw.contract.api.JobEventsView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happens in a job, line by line, each event once, and none kept but the last words.
final class JobLog {
  private static final int PAGE = 500;
  /// What [dev.ironclaw.contract.Excerpt] ends with.
  private static final String CUT = "…";

  private final Console console;
  private final JobsClient jobs;
  private final String id;
  /// What the job said last, which its result repeats, and that result.
  private String lastWords = "";
  private String lastResult = "";
  private boolean any;

  JobLog(Console console, JobsClient jobs, String id) {
    this.console = console;
    this.jobs = jobs;
    this.id = id;
  }

  /// What has happened so far.
  void print() {
    long after = 0;
    boolean more = true;
    while (more) {
      JobEventsView page = jobs.events(id, after, PAGE);
      page.events().forEach(this::show);
      more = page.more() && !page.events().isEmpty();
      after = more ? page.events().getLast().id() : after;
    }
  }

  /// What has happened and what follows, to the job's end.
  ///
  /// @param quiet shows nothing of it
  /// @return the state that it ended in
  String follow(boolean quiet) {
    try (EventStream stream = jobs.follow(id, 0,
        back -> console.output().note(back ? "connected again" : "the connection is lost; trying again"))) {
      for (Optional<StreamEvent> event = stream.next(); event.isPresent(); event = stream.next()) {
        StreamEvent one = event.get();
        if (one.type().equals(JobsClient.END)) {
          return one.text("state");
        }
        if (!quiet) {
          show(new JobEventView(Long.parseLong(one.id()), one.type(), data(one), one.text("createdAt")));
        }
      }
    }
    throw new CommandFailure(ExitCode.FAILED, "the log of job " + id + " was cut off; try again");
  }

  /// Whether these words are what was shown last: all of them, or their beginning where they were cut.
  boolean hasShown(String words) {
    String stripped = words.strip();
    String begin = stripped.endsWith(CUT) ? stripped.substring(0, stripped.length() - CUT.length()) : stripped;
    return !stripped.isEmpty() && (lastWords.strip().equals(stripped) || lastResult.strip().equals(stripped)
        || (stripped.endsWith(CUT) && (lastWords.startsWith(begin) || lastResult.startsWith(begin))));
  }

  private static Map<String, Object> data(StreamEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (event.data().get("data") instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> {
        if (value != null) {
          data.put(String.valueOf(name), value);
        }
      });
    }
    return data;
  }

  private void show(JobEventView event) {
    any = true;
    if (console.json()) {
      console.output().json(event);
      return;
    }
    Map<String, Object> data = event.data();
    String words = switch (event.eventType()) {
      case "message" -> text(data, "role", "assistant") + ": " + words(text(data, "content", ""));
      case "tool_use" -> "> " + text(data, "tool_name", "unknown") + " " + input(data);
      case "tool_result" -> "< " + text(data, "tool_name", "unknown") + " " + text(data, "output", "");
      case "result" -> "result: " + text(data, "status", "") + unrepeated(text(data, "message", ""));
      case "reasoning" -> "thinks: " + text(data, "narrative", "");
      // What a newer control plane may tell, too.
      default -> "- " + text(data, "message", data.isEmpty() ? "" : JsonText.of(data));
    };
    console.output().line(QuotedText.paragraphs(time(event.createdAt()) + "  ", words));
  }

  /// Of one field the value alone: a shell's command reads better than its JSON.
  private static String input(Map<String, Object> data) {
    return data.get("input") instanceof Map<?, ?> fields && fields.size() == 1
        && fields.values().iterator().next() instanceof String only ? only : text(data, "input", "");
  }

  /// Whether there was any event.
  boolean hasAny() {
    return any;
  }

  private String words(String said) {
    lastWords = said;
    return said;
  }

  private String unrepeated(String said) {
    lastResult = said;
    return said.isBlank() || said.strip().equals(lastWords.strip()) ? "" : ", " + said;
  }

  /// The time of day of an RFC 3339 time.
  private static String time(String at) {
    return at.length() >= 19 ? at.substring(11, 19) : at;
  }

  private static String text(Map<String, Object> data, String name, String otherwise) {
    Object value = data.get(name);
    return switch (value) {
      case null -> otherwise;
      case String words -> words;
      case Map<?, ?> map when map.isEmpty() -> "";
      case List<?> list when list.isEmpty() -> "";
      default -> JsonText.of(value);
    };
  }
}
