package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the job is to do, and within what.
///
/// @param model empty for the host's choice
/// @param allowedTools of the command line tool; empty for its usual ones
/// @param idle how long it waits for a prompt after an answer; zero where it ends instead
record Assignment(String title, String description, int maxIterations, String model, List<String> allowedTools,
    Duration timeout, Duration idle) {
  private static final int USUAL_ITERATIONS = 50;
  private static final int MOST_ITERATIONS = 500;
  private static final int USUAL_SECONDS = 600;
  private static final int MOST_SECONDS = 30 * 24 * 3600;

  Assignment {
    allowedTools = List.copyOf(allowedTools);
  }

  static Assignment read(Obj job) {
    List<String> tools = new ArrayList<>();
    if (job.member("allowed_tools").isPresent()) {
      job.array("allowed_tools").forEach(tool -> {
        if (tool instanceof JsonValue.Text(String name)) {
          tools.add(name);
        }
      });
    }
    long idle = Math.clamp(number(job, "idle_seconds", 0), 0, WorkerApi.LONGEST_IDLE_SECONDS);
    return new Assignment(job.optionalText("title").orElse(""), job.optionalText("description").orElse(""),
        Math.clamp(number(job, "max_iterations", USUAL_ITERATIONS), 1, MOST_ITERATIONS),
        job.optionalText("model").orElse(""), tools,
        Duration.ofSeconds(Math.clamp(number(job, "timeout_seconds", USUAL_SECONDS), 1, MOST_SECONDS)),
        Duration.ofSeconds(idle));
  }

  private static long number(Obj job, String name, long usual) {
    return job.member(name).filter(JsonValue.Num.class::isInstance).isPresent() ? job.number(name) : usual;
  }

  /// The words that begin the work.
  String task() {
    return title.isBlank() || description.startsWith(title) ? description : title + "\n\n" + description;
  }
}
