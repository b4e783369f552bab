package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the control plane calls things of jobs, in plain words; what this program does not know yet stays as it is called.
record JobWords(Texts texts) {
  private static final Set<String> STATES = Set.of("queued", "creating", "running", "completed", "failed", "cancelled",
      "interrupted");
  private static final Set<String> MODES = Set.of("worker", "claude_code");
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
  private static final Set<String> REVIEWS = Set.of("working", "open", "accepting", "accepted", "discarded");

  static String title(JobView job) {
    return VisibleText.line(job.title());
  }

  String state(String state) {
    return STATES.contains(state) ? texts.of("jobs.state." + state) : VisibleText.line(state);
  }

  /// The class of its pill: what waits, works, went well and did not look different, beside their words.
  static String style(String state) {
    return switch (state) {
      case "running", "creating" -> "job-works";
      case "completed" -> "job-good";
      case "failed", "interrupted" -> "job-bad";
      default -> "job-quiet";
    };
  }

  String mode(String mode) {
    return MODES.contains(mode) ? texts.of("jobs.mode." + mode.replace('_', '-')) : VisibleText.line(mode);
  }

  /// The name of its folder; a folder of its own is named by the job's id.
  String project(JobView job) {
    return hasOwnFolder(job) ? texts.of("jobs.project.own") : VisibleText.line(folder(job));
  }

  /// Whether its folder was made for it, and goes with it.
  static boolean hasOwnFolder(JobView job) {
    return folder(job).equals(job.id());
  }

  private static String folder(JobView job) {
    return job.projectDir().substring(job.projectDir().lastIndexOf('/') + 1);
  }

  /// What goes with it, for ever, and what stays.
  String removal(JobView job) {
    String bytes = job.keptBytes().map(JobWords::bytes).orElse(texts.of("jobs.remove.uncounted"));
    return hasOwnFolder(job)
        ? texts.of("jobs.remove.words.own", bytes)
        : texts.of("jobs.remove.words.project", bytes, project(job));
  }

  String age(JobView job, Instant now) {
    return Moments.ago(Instant.parse(job.createdAt()), now, texts);
  }

  /// How it stands, in a sentence or two.
  String standing(JobView job, Instant now, Optional<JobSummaryView> summary, Optional<JobOptionsView> options) {
    return switch (job.state()) {
      case "queued" -> summary.isPresent() && options.isPresent()
          ? texts.of("jobs.standing.queued", summary.get().running() + summary.get().creating(),
              options.get().maxConcurrent(), summary.get().queued())
          : texts.of("jobs.standing.queued.plain");
      case "creating" -> texts.of("jobs.standing.creating");
      case "running" -> texts.of("jobs.standing.running",
          job.startedAt().map(at -> Moments.span(Instant.parse(at), now, texts)).orElse(""), job.iteration());
      case "completed" -> texts.of("jobs.standing.completed", took(job));
      case "failed" -> texts.of("jobs.standing.failed", why(job));
      case "interrupted" -> texts.of("jobs.standing.interrupted", why(job));
      case "cancelled" -> texts.of("jobs.standing.cancelled", why(job));
      default -> state(job.state());
    };
  }

  private String why(JobView job) {
    return job.reason().map(VisibleText::line).orElse(texts.of("jobs.reason.none"));
  }

  private String took(JobView job) {
    return job.elapsedSecs().map(this::time).orElse("");
  }

  /// For example `1 h 5 min`.
  String time(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    if (time.toMinutes() < 1) {
      return texts.of("jobs.time.seconds", seconds);
    }
    return time.toHours() < 1
        ? time.toSecondsPart() == 0
            ? texts.of("jobs.time.minutes", time.toMinutes())
            : texts.of("jobs.time.minutes.seconds", time.toMinutes(), time.toSecondsPart())
        : time.toMinutesPart() == 0
            ? texts.of("jobs.time.hours", time.toHours())
            : texts.of("jobs.time.hours.minutes", time.toHours(), time.toMinutesPart());
  }

  String limits(JobView job) {
    return texts.of("jobs.limits", job.memoryMb(), job.cpuPercent() / 100.0, time(job.timeoutSeconds()));
  }

  /// Of one processor: 150 is `1.5`.
  static String cpus(int percent) {
    return percent % 100 == 0
        ? Integer.toString(percent / 100)
        : String.format(Locale.ENGLISH, percent % 10 == 0 ? "%.1f" : "%.2f", percent / 100.0);
  }

  String review(String state) {
    return REVIEWS.contains(state) ? texts.of("jobs.review." + state) : VisibleText.line(state);
  }

  String kind(LogRow row) {
    return switch (row.kind()) {
      case "message" -> switch (row.who()) {
        case "assistant" -> texts.of("jobs.log.assistant");
        case "person", "user" -> texts.of("jobs.log.person");
        default -> VisibleText.line(row.who());
      };
      case "tool_use" -> texts.of("jobs.log.tool-use", VisibleText.line(row.who()));
      case "tool_result" -> texts.of("jobs.log.tool-result", VisibleText.line(row.who()));
      case "result" -> texts.of("jobs.log.result", state(row.who()));
      case "reasoning" -> texts.of("jobs.log.reasoning");
      case "status" -> texts.of("jobs.log.status");
      default -> VisibleText.line(row.kind());
    };
  }

  static String icon(LogRow row) {
    return switch (row.kind()) {
      case "message" -> row.who().equals("assistant") ? "mdi2m-message-text-outline" : "mdi2a-account-outline";
      case "tool_use" -> "mdi2c-console-line";
      case "tool_result" -> "mdi2a-arrow-left-bottom";
      case "result" -> "mdi2f-flag-checkered";
      case "reasoning" -> "mdi2b-brain";
      default -> "mdi2i-information-outline";
    };
  }

  static String bytes(long bytes) {
    int unit = UNITS.size() - 1;
    while (unit > 0 && bytes < 1L << (10 * unit)) {
      unit--;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ENGLISH, "%.1f %s", bytes / (double) (1L << (10 * unit)), UNITS.get(unit));
  }
}
