package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.job.JobPromptStore.Given;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// What jobs may ask of the host. Nobody is answered before the container was looked at, nor after its end.
final class Desk implements JobDesk {
  /// The role of a message of a person's.
  static final String PERSON = "user";
  private static final int MAX_RESULT = 256 * 1024;
  private static final int MOST_FETCHES = 100;
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final int REASON = 2_000;

  private final JobParts parts;
  private final JobBook book;
  private final JobEvents events;
  private final JobEnds ends;
  private final Executor executor;
  private final JobGrantStore grants = new JobGrantStore();
  private final JobPromptStore prompts = new JobPromptStore();

  Desk(JobParts parts, JobBook book, JobEvents events, JobEnds ends, Executor executor) {
    this.parts = parts;
    this.book = book;
    this.events = events;
    this.ends = ends;
    this.executor = executor;
  }

  @Override
  public Assignment assignment(JobId id) {
    JobSpec spec = live(id).orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no such job"))
        .spec();
    JobSettings.ClaudeCode claude = parts.settings().claude();
    Duration idle = spec.stays() ? TurnClock.PATIENCE : Duration.ZERO;
    return switch (spec.mode()) {
      case WORKER -> new Assignment(spec.title(), description(spec), spec.project(), spec.mode(), spec.maxIterations(),
          parts.workerModel().get(), List.of(), spec.limits().timeout(), idle);
      case CLAUDE_CODE -> new Assignment(spec.title(), description(spec), spec.project(), spec.mode(),
          spec.maxIterations(), claude.model(), claude.allowedTools(), spec.limits().timeout(), idle);
    };
  }

  /// With what became of the attempt before.
  private String description(JobSpec spec) {
    return spec.restartOf().flatMap(book::find).map(before -> """
        %s

        An attempt before this one is %s: %s
        What it left in the folder may be unfinished; look before you go on.""".formatted(spec.description(),
        before.state().wireName(), Excerpt.of(before.reason().orElse("nobody knows why"), REASON)))
        .orElse(spec.description());
  }

  @Override
  public void status(JobId id, String state, Optional<String> message, int iteration) {
    if (live(id).isPresent() && book.ledger().<Boolean>write(connection -> book.store().says(connection, id,
        message.map(text -> Excerpt.of(text, JobEnds.MAX_NOTE)), Math.max(0, iteration)))) {
      book.tellPassing(id, JobState.RUNNING);
    }
  }

  @Override
  public void complete(JobId id, boolean success, Optional<String> message, int iterations) {
    live(id).ifPresent(job -> {
      boolean _ = book.ledger().<Boolean>write(
          connection -> book.store().says(connection, id, Optional.empty(), Math.max(0, iterations)));
      Optional<String> said = message.map(text -> Excerpt.of(text, MAX_RESULT));
      if (success) {
        ends.finishSoon(job, JobState.COMPLETED, "it says that it is done", said, Optional.empty());
      } else {
        ends.finishSoon(job, JobState.FAILED, "it says that it failed", said,
            said.map(text -> Excerpt.of(text, REASON)).or(() -> Optional.of("it failed and did not say why")));
      }
    });
  }

  @Override
  public void event(JobId id, Optional<String> chosen, String type, JsonNode data) {
    // What people said is kept when they say it; a job can't put words into their mouths.
    if (!(type.equals("message") && data.path("role").asString("").equals(PERSON))) {
      live(id).ifPresent(job -> add(job, chosen, type, data));
    }
  }

  /// Does nothing once its end is decided.
  void add(LiveJob job, Optional<String> chosen, String type, JsonNode data) {
    synchronized (job) {
      if (job.isOpen()) {
        events.add(job.id(), chosen, type, data, book::isOver);
      }
    }
  }

  @Override
  public CompletionStage<Optional<Prompt>> prompt(JobId id, Duration wait, Optional<Long> ack) {
    Optional<LiveJob> live = live(id);
    if (live.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    LiveJob job = live.get();
    synchronized (job) {
      Optional<Prompt> next = job.isOpen() ? next(job, ack) : Optional.empty();
      return next.isPresent() || wait.isZero() || !job.isOpen()
          ? CompletableFuture.completedFuture(next)
          : asker(job, wait, ack.isPresent());
    }
  }

  private Optional<Prompt> next(LiveJob job, Optional<Long> ack) {
    Optional<Given> given = book.ledger().write(connection -> {
      if (ack.isPresent()) {
        prompts.acknowledge(connection, job.id(), ack.get());
      }
      return prompts.give(connection, job.id(), ack.isPresent());
    });
    begin(job, given);
    return given.map(Given::prompt);
  }

  /// A turn, once for each prompt: asking for the same again gains no time.
  private void begin(LiveJob job, Optional<Given> given) {
    given.filter(Given::fresh).ifPresent(_ -> job.takesPrompt(book.now()));
  }

  private CompletableFuture<Optional<Prompt>> asker(LiveJob job, Duration wait, boolean acknowledges) {
    Asker asker = job.ask(acknowledges, book.now());
    Timer.Alarm alarm = parts.timer().at(parts.clock().instant().plus(wait), () -> asker.complete(Optional.empty()));
    // What a slow container makes wait must not have the job's lock.
    CompletableFuture<Optional<Prompt>> answer = asker.whenComplete((_, _) -> {
      alarm.cancel();
      job.asked(asker, book.now());
    }).thenApplyAsync(prompt -> prompt, executor);
    // Who hung up leaves the next prompt to the next who asks.
    CompletableFuture<Optional<Prompt>> _ = answer.whenComplete((_, _) -> asker.complete(Optional.empty()));
    return answer;
  }

  /// Hands what waits to who waits. A prompt stays where it is until somebody has it.
  void offer(LiveJob job) {
    synchronized (job) {
      for (Optional<Asker> asker = job.asker(); asker.isPresent(); asker = job.asker()) {
        boolean acknowledges = asker.get().acknowledges();
        Optional<Given> next = book.ledger().read(connection -> prompts.first(connection, job.id()));
        if (next.isEmpty()) {
          return;
        }
        if (acknowledges) {
          // On disk first: what is not noted as given can't be acknowledged, and would be done twice after a crash. Where
          // nobody waits any more, it comes again.
          begin(job, book.ledger().write(connection -> prompts.give(connection, job.id(), true)));
          boolean _ = asker.get().complete(next.map(Given::prompt));
        } else if (asker.get().complete(next.map(Given::prompt))) {
          begin(job, book.ledger().write(connection -> prompts.give(connection, job.id(), false)));
        }
      }
    }
  }

  @Override
  public List<GrantedVariable> credentials(JobId id) {
    LiveJob job = live(id).orElseThrow(Desk::refused);
    List<CredentialGrant> granted = job.spec().grants();
    if (granted.isEmpty()) {
      return List.of();
    }
    List<GrantedVariable> values = new ArrayList<>();
    for (CredentialGrant grant : granted) {
      String value = parts.secrets().value(job.spec().owner(), grant.source()).orElseThrow(() -> refuse(job,
          "the credential " + grant.source() + " is gone, or " + job.spec().owner() + " may not give it any more"));
      values.add(new GrantedVariable(grant.envVar(), value));
    }
    boolean given = book.ledger().<Boolean>audited(transaction -> {
      if (grants.uses(transaction.connection(), id) >= MOST_FETCHES) {
        return false;
      }
      grants.used(transaction.connection(), id, book.now());
      transaction.audit(JobBook.event(id, job.spec(), "credentials", "job:" + id, "given: " + String.join(", ",
          granted.stream().map(grant -> grant.envVar() + "=" + grant.source()).toList())));
      return true;
    });
    if (!given || !job.isOpen()) {
      throw refuse(job, "it asked too often, or it is over");
    }
    return values;
  }

  private IronclawException refuse(LiveJob job, String why) {
    if (job.firstRefusal()) {
      book.ledger().recordBestEffort(
          JobBook.event(job.id(), job.spec(), "credentials-refused", "job:" + job.id(), why));
    }
    return refused();
  }

  private static IronclawException refused() {
    return new IronclawException(ErrorCode.DENIED, "credentials of a job: not given");
  }

  /// Empty for a job that has no container, or has ended.
  private Optional<LiveJob> live(JobId id) {
    return ends.live(id).filter(Desk::awaitStart).filter(LiveJob::isOpen);
  }

  private static boolean awaitStart(LiveJob job) {
    try {
      job.launched().get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      throw new IronclawException(ErrorCode.NOT_READY, "the job is not started yet; ask again", e);
    }
  }
}
