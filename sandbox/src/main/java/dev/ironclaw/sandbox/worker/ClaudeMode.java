package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The official command line tool, one turn for each prompt: each goes on with the newest session, and has one result. Ends
/// after the answer for which no prompt waits, or comes in the time that it is to wait.
///
/// @param own the environment of the container
/// @param port of the forwarder
/// @param clock nanoseconds in which the container ran
record ClaudeMode(OrchestratorClient host, JobEvents events, WorkerOptions options, Map<String, String> own,
    Children children, int port, LongSupplier clock) implements JobRun.Work {
  private static final Path BASH = Path.of("/bin/bash");

  @Override
  public JobResult run(Assignment assignment, List<GrantedVariable> granted) {
    ChildEnvironment environment = new ChildEnvironment(own, granted, options.home());
    events.hide(environment::without);
    ClaudeCommand command = new ClaudeCommand(options.claude(), options.home().resolve("claude"), options.token(),
        options.job(), port);
    Optional<JobPrompt> next = Optional.of(new JobPrompt(assignment.task(), false));
    Optional<String> session = Optional.empty();
    JobResult last = new JobResult(true, "(There was nothing to do.)", 0);
    while (next.isPresent()) {
      if (!next.get().content().isBlank()) {
        host.status("in_progress", "turn", last.iterations());
        ClaudeTurn.Outcome outcome = turn(command.words(assignment, session), command.environment(environment, shell()),
            next.get().content(), Deadline.ofTurn(assignment.timeout(), clock));
        if (outcome.session().isPresent()) {
          session = outcome.session();
        }
        ClaudeStream.Result result = outcome.result();
        events.result(result.success() ? "completed" : "failed", result.text(), outcome.session());
        last = new JobResult(result.success(), result.text(), last.iterations() + result.turns());
      }
      next = next.get().done() ? Optional.empty() : prompt(assignment.idle());
    }
    return last;
  }

  private ClaudeTurn.Outcome turn(List<String> words, Map<String, String> variables, String prompt, Deadline deadline) {
    try {
      Children.Child child = children.start(new Children.Start(words, options.workspace(), variables, false));
      return new ClaudeTurn(child, events).run(prompt, deadline);
    } catch (IOException failed) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "run Claude Code: " + failed.getMessage(), failed);
    }
  }

  private static Path shell() {
    return Files.isExecutable(BASH) ? BASH : Path.of("/bin/sh");
  }

  private Optional<JobPrompt> prompt(Duration wait) {
    Deadline idle = Deadline.in(wait, clock);
    while (true) {
      Duration left = Waits.next(idle);
      Optional<JobPrompt> prompt = host.prompt(left);
      if (prompt.isPresent() || left.isZero()) {
        return prompt;
      }
    }
  }
}
