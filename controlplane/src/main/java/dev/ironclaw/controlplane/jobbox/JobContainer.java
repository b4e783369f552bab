package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.ContainerWatch;
import dev.ironclaw.controlplane.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One container of a job.
///
/// Threading: any thread.
final class JobContainer implements ContainerWatch.Watched {
  private static final Logger LOG = LoggerFactory.getLogger(JobContainer.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(15);
  private static final Duration SAID_LATE = Duration.ofSeconds(1);
  private static final int KILLED = 137;
  private static final int PRINTED_BYTES = 4096;

  private final JobId job;
  private final String id;
  private final Host host;
  private final Engine engine;
  private final JobFolders folders;
  private final CompletableFuture<JobExit> exit = new CompletableFuture<>();
  private final AtomicReference<@Nullable JobExit> told = new AtomicReference<>();
  /// How it ended, from when that was first seen: later its container may be gone, and say nothing.
  private final AtomicReference<@Nullable JobExit> seen = new AtomicReference<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  /// Stops that are under way.
  private final AtomicInteger stops = new AtomicInteger();
  private final CompletableFuture<Boolean> memory = new CompletableFuture<>();
  private volatile boolean signalled;
  /// As the engine said after its start, which `runs` says is over.
  private volatile Optional<Instant> startedAt = Optional.empty();
  private volatile boolean runs;
  /// How often the engine went away, in all and before it was last seen to run: between the two it may have ended with it.
  private final AtomicInteger losses = new AtomicInteger();
  private volatile int survived;

  /// What is around every container.
  ///
  /// @param ends runs what waits for the engine
  /// @param remover see [dev.ironclaw.controlplane.engine.Strays#remove(String)]
  /// @param gone called once for each, when it has ended
  /// @param unanswered called where the engine left a call without an answer
  record Host(Engine engine, Executor ends, Consumer<String> remover, Consumer<JobContainer> gone,
      Runnable unanswered) {}

  /// @param id the engine's
  JobContainer(JobId job, String id, Host host, JobFolders folders) {
    this.job = job;
    this.id = id;
    this.host = host;
    this.engine = host.engine();
    this.folders = folders;
  }

  JobId job() {
    return job;
  }

  String id() {
    return id;
  }

  /// Completes when nothing of it is left.
  CompletableFuture<JobExit> exit() {
    return exit.copy();
  }

  /// From here on what it does to its folders may end it, and what somebody makes of it. Where it was to end before, it ends
  /// now.
  ///
  /// @param begun when, as the engine says
  void running(Optional<Instant> begun) {
    startedAt = begun;
    runs = true;
    folders.whenOffended(sentence -> end(JobExit.Cause.OFFENCE, sentence));
    if (told.get() != null) {
      host.ends().execute(() -> orAsk("end", () -> stop(Duration.ZERO)));
    }
  }

  /// To be asked right before it is started.
  ///
  /// @throws IronclawException `BOX_FAILED` where it was to end meanwhile
  void requireWanted() {
    JobExit known = told.get();
    if (known != null) {
      throw new IronclawException(ErrorCode.BOX_FAILED,
          "start job " + job + ": it was to end before it had started: " + known.words());
    }
  }

  /// Where it can't be started: nobody is told.
  void abandon() {
    told.set(new JobExit(-1, JobExit.Cause.STOPPED, "never started"));
    exit.cancel(false);
    orAsk("remove", () -> ended(Optional.empty(), false));
  }

  /// See [JobBoxes#stop]. One that is being started is left to whoever does that: an engine neither ends nor keeps from
  /// starting what does not run yet.
  void stop(Duration grace) {
    told.compareAndSet(null, new JobExit(-1, JobExit.Cause.STOPPED, "stopped"));
    if (exit.isDone() || !runs) {
      return;
    }
    try {
      kill(grace);
    } catch (IronclawException e) {
      // Only now that no stop is under way: whoever looks again meanwhile must find that it is his to kill.
      askWhere(e);
      throw e;
    }
    if (!exit.isDone()) {
      throw new IronclawException(ErrorCode.BOX_FAILED,
          "stop job " + job + ": its container " + id + " does not end; see `docker inspect " + id + "`");
    }
  }

  private void kill(Duration grace) {
    stops.incrementAndGet();
    try {
      boolean stands = engine.inspect(id).filter(found -> found.state().paused()).isPresent();
      if (!grace.isZero() && !stands) {
        engine.signal(id, "TERM");
        if (endedWithin(grace)) {
          return;
        }
      }
      engine.kill(id);
      if (!endedWithin(AFTER_KILL)) {
        lookNow();
      }
    } finally {
      stops.decrementAndGet();
    }
  }

  /// At once, and not stopped first: a program that somebody just starts in it would be stopped half way, and the engine
  /// waits for that one before it hears anything else.
  private void end(JobExit.Cause cause, String why) {
    if (told.compareAndSet(null, new JobExit(-1, cause, why))) {
      LOG.warn("job={} step=end cause={} reason={}", job, cause, why);
      host.ends().execute(() -> orAsk("end", () -> stop(Duration.ZERO)));
    }
  }

  /// Where the engine does not answer, all of it is done once it does.
  private void orAsk(String step, Runnable work) {
    try {
      work.run();
    } catch (IronclawException e) {
      LOG.warn("job={} step={} problem={}", job, step, e.getMessage());
      askWhere(e);
    }
  }

  private void askWhere(IronclawException failed) {
    if (failed.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
      host.unanswered().run();
    }
  }

  @Override
  public void drifted(String what) {
    end(JobExit.Cause.OUTSIDE, what + ": it is no longer what was approved");
  }

  @Override
  public void outOfMemory() {
    memory.complete(true);
  }

  @Override
  public void signalled() {
    signalled = true;
  }

  @Override
  public void engineLost() {
    losses.incrementAndGet();
  }

  @Override
  public void look() {
    host.ends().execute(() -> lookNow());
  }

  /// What it was told while the engine was gone is done now; a stop that is under way does its own.
  @Override
  public void lookAgain() {
    host.ends().execute(() -> {
      lookNow();
      if (told.get() != null && !ending.get() && stops.get() == 0) {
        orAsk("end", () -> engine.kill(id));
      }
    });
  }

  /// Asks the engine whether it has ended.
  private void lookNow() {
    orAsk("look", () -> {
      int before = losses.get();
      Optional<ContainerFacts> facts = engine.inspect(id);
      if (facts.filter(this::isYetToStart).isPresent()) {
        return;
      }
      if (facts.isEmpty() || !facts.get().state().running()) {
        ended(facts, before != survived);
      } else {
        survived = before;
        compare(facts.get());
      }
    });
  }

  /// Whoever starts it removes it where that fails.
  private boolean isYetToStart(ContainerFacts facts) {
    return !runs && told.get() == null && !facts.state().running() && facts.state().startedAt().isEmpty();
  }

  private void compare(ContainerFacts now) {
    List<String> changed = runs ? ContainerDrift.since(startedAt, now) : List.of();
    if (!changed.isEmpty()) {
      drifted(String.join("; ", changed));
    }
  }

  /// Where its removal is not answered this is done once more when it is looked at again. One that is refused is tried again
  /// beside this: the end is told all the same.
  private void ended(Optional<ContainerFacts> facts, boolean lost) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    boolean removed = false;
    try {
      JobExit whole = whole(facts, lost);
      host.remover().accept(id);
      removed = true;
      exit.complete(whole);
    } finally {
      if (!removed) {
        ending.set(false);
      }
    }
    host.gone().accept(this);
  }

  private JobExit whole(Optional<ContainerFacts> facts, boolean lost) {
    JobExit first = seen.get();
    if (first != null) {
      return first;
    }
    JobExit result = result(facts, lost);
    folders.close();
    JobExit whole = new JobExit(result.code(), result.cause(), result.words(), printed());
    seen.set(whole);
    return whole;
  }

  private JobExit result(Optional<ContainerFacts> facts, boolean lost) {
    int code = facts.map(found -> found.state().exitCode()).orElse(-1);
    JobExit known = told.get();
    if (known != null) {
      return new JobExit(code, known.cause(), known.words());
    }
    if (facts.isEmpty()) {
      return new JobExit(code, lost ? JobExit.Cause.ENGINE_LOST : JobExit.Cause.OUTSIDE,
          lost
              ? "the engine was gone, and its container with it"
              : "its container was removed at the engine");
    }
    // A child may have been ended for its memory while the first program lived on.
    if (code == KILLED && isForMemory(facts.get(), lost)) {
      return new JobExit(code, JobExit.Cause.OUT_OF_MEMORY, "the kernel ended it: its memory limit of "
          + (facts.get().limits().memoryBytes() >> 20) + " MiB was reached; start it again with more");
    }
    if (lost && code != 0) {
      return new JobExit(code, JobExit.Cause.ENGINE_LOST, "the engine went away and ended it");
    }
    if (signalled) {
      return new JobExit(code, JobExit.Cause.OUTSIDE, "somebody ended it at the engine");
    }
    return new JobExit(code, JobExit.Cause.ENDED, "its program ended with " + code);
  }

  /// The engine may say that it ended before it says why.
  private boolean isForMemory(ContainerFacts facts, boolean lost) {
    return facts.state().killedForMemory() || (!lost && !signalled
        && memory.completeOnTimeout(false, SAID_LATE.toMillis(), TimeUnit.MILLISECONDS).join());
  }

  private String printed() {
    try {
      return new String(engine.printed(id, PRINTED_BYTES), StandardCharsets.UTF_8);
    } catch (IronclawException e) {
      // silent-ok: these are words for people; without them there are none
      return "";
    }
  }

  boolean endedWithin(Duration limit) {
    try {
      exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      // silent-ok: that it has not is the answer
      return false;
    } catch (CancellationException e) {
      // silent-ok: it never started, and whoever found that removes it
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
