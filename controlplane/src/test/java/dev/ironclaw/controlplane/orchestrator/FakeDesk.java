package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Writes down what it is told, and answers as the test says.
final class FakeDesk implements JobDesk {
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  final List<Optional<Long>> acks = new CopyOnWriteArrayList<>();
  final Deque<Prompt> prompts = new ArrayDeque<>();
  final BlockingQueue<CompletableFuture<Optional<Prompt>>> waiting = new LinkedBlockingQueue<>();
  volatile Supplier<List<GrantedVariable>> granted = List::of;
  volatile JobMode mode = JobMode.WORKER;
  volatile Supplier<Assignment> assignment = () -> new Assignment("Tidy", "Tidy it up", Optional.of("site"), mode,
      50, "mock-1", List.of("Read(*)"), Duration.ofSeconds(600), Duration.ofSeconds(90));
  volatile Runnable eventFault = () -> {};

  static IronclawException unknown() {
    return new IronclawException(ErrorCode.NOT_FOUND, "there is no such job");
  }

  @Override
  public Assignment assignment(JobId job) {
    return assignment.get();
  }

  @Override
  public void status(JobId job, String state, Optional<String> message, int iteration) {
    told.add("status " + state + " " + message.orElse("-") + " " + iteration);
  }

  @Override
  public void complete(JobId job, boolean success, Optional<String> message, int iterations) {
    told.add("complete " + success + " " + message.orElse("-") + " " + iterations);
  }

  @Override
  public void event(JobId job, Optional<String> id, String type, JsonNode data) {
    eventFault.run();
    told.add("event " + id.orElse("-") + " " + type + " " + data);
  }

  @Override
  public CompletionStage<Optional<Prompt>> prompt(JobId job, Duration wait, Optional<Long> ack) {
    acks.add(ack);
    CompletableFuture<Optional<Prompt>> asker = new CompletableFuture<>();
    if (!prompts.isEmpty() || wait.isZero()) {
      asker.complete(Optional.ofNullable(prompts.poll()));
    } else {
      waiting.add(asker);
    }
    return asker;
  }

  @Override
  public List<GrantedVariable> credentials(JobId job) {
    return granted.get();
  }
}
