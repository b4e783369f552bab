package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.jobbox.JobExit.Cause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Containers that only are or are not.
final class FakeBoxes implements JobBoxes {
  final Set<JobId> running = new LinkedHashSet<>();
  final Map<JobId, JobBoxPlan> plans = new LinkedHashMap<>();
  boolean frozen;
  boolean gone;
  int most;
  /// What runs in each; must hand on and return.
  Consumer<JobBoxPlan> programs = _ -> {};
  private final Consumer<String> steps;
  private BiConsumer<JobId, JobExit> listener = (_, _) -> {};
  private Runnable back = () -> {};
  /// Whether it is known that the engine is gone.
  boolean lost;

  /// @param steps hears of each call, and may stop it
  FakeBoxes(Consumer<String> steps) {
    this.steps = steps;
  }

  @Override
  public synchronized void listen(BiConsumer<JobId, JobExit> ended) {
    listener = ended;
  }

  @Override
  public synchronized boolean isReachable() {
    return !lost;
  }

  @Override
  public synchronized void whenBack(Runnable hears) {
    back = hears;
  }

  /// The engine that was gone answers.
  void comesBack() {
    Runnable told;
    synchronized (this) {
      lost = false;
      gone = false;
      told = back;
    }
    told.run();
  }

  synchronized void forgetListener() {
    listener = (_, _) -> {};
  }

  @Override
  public void start(JobBoxPlan plan) {
    steps.accept("start");
    synchronized (this) {
      if (gone) {
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "no engine answers; start it");
      }
      running.add(plan.id());
      plans.put(plan.id(), plan);
      programs.accept(plan);
      most = Math.max(most, running.size());
      notifyAll();
    }
    steps.accept("started");
  }

  @Override
  public void stop(JobId job, Duration grace) {
    steps.accept("stop");
    ends(job, new JobExit(143, Cause.STOPPED, "stopped"));
  }

  /// It ends like that, if it runs.
  void ends(JobId job, JobExit exit) {
    BiConsumer<JobId, JobExit> told;
    synchronized (this) {
      if (!running.remove(job)) {
        return;
      }
      told = listener;
      notifyAll();
    }
    told.accept(job, exit);
  }

  @Override
  public synchronized void freeze() {
    frozen = true;
  }

  @Override
  public synchronized void thaw() {
    frozen = false;
  }

  @Override
  public synchronized boolean mayHaveSome() {
    return !running.isEmpty();
  }

  @Override
  public Set<JobId> adopt(Set<JobId> jobs) {
    steps.accept("adopt");
    synchronized (this) {
      if (gone) {
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "no engine answers; start it");
      }
      running.retainAll(jobs);
      return Set.copyOf(running);
    }
  }

  void awaitStarted(JobId job) {
    await(() -> plans.containsKey(job));
  }

  synchronized void await(BooleanSupplier state) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try {
      while (!state.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("it does not come");
        }
        wait(5);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// A moment, for who looks again.
  @SuppressWarnings("WaitNotInLoop") // Whoever calls it does so in a loop over what it waits for.
  synchronized void pause() {
    try {
      wait(5);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    // Containers run on.
  }
}
