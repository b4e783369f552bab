package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/// The tools of a job, and one round of them: neighbours that only read run at once, the others one after the other, each
/// in the model's order. Every request gets a result. Threading: one round at a time.
final class JobTools {
  private static final int MOST_AT_ONCE = 32;
  private static final int MAX_RESULT_CHARS = 48 * 1024;

  private final Map<String, JobTool> tools = new LinkedHashMap<>();
  private final UnaryOperator<String> shown;
  private final Executor readers;

  /// @param shown what may be told of a tool's words
  /// @param readers runs what only reads
  JobTools(List<JobTool> tools, UnaryOperator<String> shown, Executor readers) {
    tools.forEach(tool -> this.tools.put(tool.name(), tool));
    this.shown = shown;
    this.readers = readers;
  }

  List<JobTool> all() {
    return List.copyOf(tools.values());
  }

  /// Runs one round.
  ///
  /// @return one outcome for each, in their order
  List<JobTool.Outcome> run(List<ToolRequest> requests, Deadline deadline) {
    List<JobTool.Outcome> outcomes = new ArrayList<>();
    List<CompletableFuture<JobTool.Outcome>> reading = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      ToolRequest request = requests.get(i);
      if (i < MOST_AT_ONCE && onlyReads(request)) {
        reading.add(CompletableFuture.supplyAsync(() -> run(request, deadline), readers));
        continue;
      }
      finish(reading, outcomes);
      outcomes.add(i < MOST_AT_ONCE
          ? run(request, deadline)
          : JobTool.Outcome.failed("not run: at most " + MOST_AT_ONCE + " tools at once; ask for it again"));
    }
    finish(reading, outcomes);
    return outcomes;
  }

  private static void finish(List<CompletableFuture<JobTool.Outcome>> reading, List<JobTool.Outcome> outcomes) {
    reading.forEach(one -> outcomes.add(one.join()));
    reading.clear();
  }

  private boolean onlyReads(ToolRequest request) {
    JobTool tool = tools.get(request.name());
    return tool == null || tool.onlyReads();
  }

  // The loop's border: a fault in one tool is that tool's result.
  private JobTool.Outcome run(ToolRequest request, Deadline deadline) {
    JobTool tool = tools.get(request.name());
    if (tool == null) {
      return JobTool.Outcome.failed("there is no tool " + request.name() + "; there are " + tools.keySet());
    }
    if (request.fault().isPresent()) {
      return JobTool.Outcome.failed(request.name() + ": its arguments are no JSON object: " + request.fault().get());
    }
    try {
      return bounded(tool.run(request.arguments(), deadline));
    } catch (IronclawException wrong) {
      return JobTool.Outcome.failed(request.name() + ": " + wrong.getMessage());
    } catch (NoSuchFileException missing) {
      return JobTool.Outcome.failed(request.name() + ": there is no " + missing.getFile());
    } catch (AccessDeniedException denied) {
      return JobTool.Outcome.failed(request.name() + ": no right to " + denied.getFile());
    } catch (IOException failed) {
      return JobTool.Outcome.failed(request.name() + ": " + failed.getMessage());
    } catch (RuntimeException fault) {
      return JobTool.Outcome.failed(request.name() + ": failed inside (" + fault.getClass().getSimpleName() + ")");
    }
  }

  private JobTool.Outcome bounded(JobTool.Outcome outcome) {
    return new JobTool.Outcome(JobEvents.cut(shown.apply(outcome.text()), MAX_RESULT_CHARS), outcome.success());
  }
}
