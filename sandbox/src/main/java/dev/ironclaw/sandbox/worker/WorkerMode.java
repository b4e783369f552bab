package dev.ironclaw.sandbox.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Our own agent, put together.
///
/// @param own the environment of the container
/// @param readers runs tools that only read
/// @param pause waits these milliseconds
/// @param clock nanoseconds in which the container ran
record WorkerMode(OrchestratorClient host, JobEvents events, WorkerOptions options, Map<String, String> own,
    Children children, Executor readers, LongConsumer pause, LongSupplier clock) implements JobRun.Work {
  private static final Path BASH = Path.of("/bin/bash");

  @Override
  public JobResult run(Assignment assignment, List<GrantedVariable> granted) {
    ChildEnvironment environment = new ChildEnvironment(own, granted, options.home());
    events.hide(environment::without);
    JobTools tools = tools(environment);
    ModelCalls model = new ModelCalls(host::model, events, assignment.model(), tools, pause);
    JobResult result = new WorkerLoop(assignment, model, tools, events, host::status, host::prompt, clock).run();
    events.result(result.success() ? "completed" : "failed", result.text(), Optional.empty());
    return result;
  }

  private JobTools tools(ChildEnvironment environment) {
    Places places = new Places(options.workspace());
    Path shell = Files.isExecutable(BASH) ? BASH : Path.of("/bin/sh");
    return new JobTools(List.of(new Shell(places, shell, environment, children), new ReadFile(places),
        new WriteFile(places), new ListDir(places), new ApplyPatch(places), new Glob(places), new Grep(places)),
        environment::without,
        readers);
  }
}
