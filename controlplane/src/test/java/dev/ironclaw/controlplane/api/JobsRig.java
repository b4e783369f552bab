package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.job.JobCrossings;
import dev.ironclaw.controlplane.job.JobEvents;
import dev.ironclaw.controlplane.job.JobParts;
import dev.ironclaw.controlplane.job.JobSecrets;
import dev.ironclaw.controlplane.job.JobSettings;
import dev.ironclaw.controlplane.job.Jobs;
import dev.ironclaw.controlplane.job.ProjectPlaces;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.project.Projects;
import dev.ironclaw.controlplane.project.Reviews;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Real jobs, projects and reviews; only the containers and their sockets are not there.
final class JobsRig implements JobBoxes {
  static final String SECRET = "correct-horse-battery";

  final Jobs jobs;
  final Projects projects;
  final Reviews reviews;
  final Leaks leaks = new Leaks(LeakListener.NOBODY);
  final BlockingQueue<JobBoxPlan> started = new LinkedBlockingQueue<>();
  /// Why no container could start; empty where one could.
  volatile String obstacle = "";
  volatile Optional<String> weaker = Optional.empty();
  private final Set<JobId> running = ConcurrentHashMap.newKeySet();
  private final Database events;
  private final List<BiConsumer<JobId, JobExit>> listeners = new ArrayList<>();
  private @Nullable JobDesk desk;

  JobsRig(Path state, Ledger ledger, EventHub hub) {
    projects = new Projects(state.resolve("projects"), uid(state));
    reviews = new Reviews(ledger, projects);
    leaks.know("vault", List.of(SECRET));
    events = Database.open(state.resolve("jobs").resolve(JobEvents.FILE), new byte[32], JobEvents.schema());
    jobs = new Jobs(new JobParts(ledger, events, hub, this, this::ready, () -> weaker, (_, _) -> "sha256:0",
        new ProjectPlaces(projects, reviews), this::crossings, new Secrets(), leaks::redact,
        () -> "mock-1", JobSettings.of(Map.of(), state, 2), Brake.loose(), _ -> {}, (_, _) -> () -> {},
        Clock.systemUTC(),
        new SecureRandom()));
    jobs.start();
  }

  private void ready() {
    if (!obstacle.isEmpty()) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, obstacle);
    }
  }

  private JobCrossings crossings(JobDesk theirs) {
    desk = theirs;
    return new Crossings(projects.root().resolveSibling("crossing"));
  }

  /// Where workers call.
  JobDesk desk() {
    return Objects.requireNonNull(desk);
  }

  ApiJobs parts() {
    return new ApiJobs(jobs, projects, reviews, leaks);
  }

  private static int uid(Path folder) {
    try {
      return (Integer) Files.getAttribute(folder, "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void listen(BiConsumer<JobId, JobExit> ended) {
    listeners.add(ended);
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public void whenBack(Runnable back) {
    // It never goes away.
  }

  @Override
  public void start(JobBoxPlan plan) {
    running.add(plan.id());
    started.add(plan);
  }

  @Override
  public void stop(JobId job, Duration grace) {
    ends(job, new JobExit(143, JobExit.Cause.STOPPED, "stopped"));
  }

  /// Its container ends like that.
  void ends(JobId job, JobExit exit) {
    if (running.remove(job)) {
      listeners.forEach(listener -> listener.accept(job, exit));
    }
  }

  @Override
  public void freeze() {
    // No container is there to stand still.
  }

  @Override
  public void thaw() {
    // As for freezing.
  }

  @Override
  public Set<JobId> adopt(Set<JobId> known) {
    return Set.of();
  }

  @Override
  public void close() {
    jobs.close();
    events.close();
  }

  private record Crossings(Path folder) implements JobCrossings {
    @Override
    public Path open(JobId job, String token) {
      return folder;
    }

    @Override
    public void reopen(JobId job, String tokenHash) {
      // Nobody calls there.
    }

    @Override
    public void close(JobId job) {
      // Nothing was opened.
    }

    @Override
    public void revoke(JobId job) {
      // Nobody calls there.
    }

    @Override
    public void sweep() {
      // Nothing was left.
    }

    @Override
    public void close() {
      // Nobody listens.
    }
  }

  private static final class Secrets implements JobSecrets {
    @Override
    public boolean has(String name) {
      return name.equals("github");
    }

    @Override
    public Optional<String> value(String owner, String name) {
      return has(name) ? Optional.of(SECRET) : Optional.empty();
    }
  }
}
