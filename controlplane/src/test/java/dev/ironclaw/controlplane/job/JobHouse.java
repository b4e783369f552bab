package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import dev.ironclaw.controlplane.testing.WatchedLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Jobs over a real state folder, with containers, folders and crossings that only note what is done to them. Making a new
/// one over the same folder is a restart; what runs outside of the process stays in [Outside].
final class JobHouse implements AutoCloseable {
  static final Principal.Operator ALICE = new Principal.Operator("alice");

  final FakeClock clock;
  final StateFolder files;
  final Database events;
  final WatchedLedger ledger;
  final EventHub hub = new EventHub(new Random(1));
  final Brake brake = Brake.loose();
  final Outside outside;
  final Jobs jobs;
  private final List<Alarm> alarms = new ArrayList<>();

  private record Alarm(Instant when, Runnable task) {}

  /// What a crash of the control plane leaves as it is.
  static final class Outside {
    final FakeBoxes boxes = new FakeBoxes(this::step);
    final List<String> steps = new ArrayList<>();
    final Set<JobId> crossings = ConcurrentHashMap.newKeySet();
    final Map<JobId, String> tokens = new ConcurrentHashMap<>();
    final Map<String, String> vault = new HashMap<>(Map.of("github", "ghp-secret"));
    private final Map<String, CompletableFuture<Void>> deaths = new HashMap<>();
    /// What is said while an image is built.
    final List<String> builds = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final Random random = new Random(7);
    volatile String failAt = "";
    /// Why files must stay.
    final Map<JobId, String> needed = new ConcurrentHashMap<>();

    void step(String name) {
      CompletableFuture<Void> death;
      synchronized (this) {
        steps.add(name);
        if (name.equals(failAt)) {
          throw new IronclawException(ErrorCode.INTERNAL, name + ": it fails here");
        }
        death = Optional.ofNullable(deaths.remove(name)).orElseGet(() -> CompletableFuture.completedFuture(null));
      }
      death.join();
    }

    /// Whoever comes to that step next goes no further before this ends.
    synchronized void dieAt(String name, CompletableFuture<Void> never) {
      deaths.put(name, never);
    }

    synchronized List<String> steps() {
      return List.copyOf(steps);
    }
  }

  JobHouse(Path folder, FakeClock clock, Outside outside, int maxConcurrent) {
    this(folder, clock, outside, maxConcurrent, JobEvents.Limits.DEFAULT);
  }

  JobHouse(Path folder, FakeClock clock, Outside outside, int maxConcurrent, JobEvents.Limits limits) {
    this(folder, clock, outside, maxConcurrent, limits, _ -> new Crossings(folder, outside));
  }

  JobHouse(Path folder, FakeClock clock, Outside outside, int maxConcurrent, JobEvents.Limits limits,
      Function<JobDesk, JobCrossings> crossings) {
    this.clock = clock;
    this.outside = outside;
    files = new StateFolder(folder, clock);
    events = Database.open(folder.resolve(JobEvents.FILE), new byte[32], JobEvents.schema());
    JobSettings settings = JobSettings.of(Map.of("JOB_MAX_CONCURRENT", Integer.toString(maxConcurrent)), folder, 2);
    ledger = new WatchedLedger(new StateLedger(files.state, files.audit));
    jobs = new Jobs(new JobParts(ledger, events, hub, outside.boxes,
        () -> outside.step("ready"), () -> {
          outside.step("weaker");
          return Optional.of("no gVisor");
        }, (mode, says) -> {
          outside.step("image");
          outside.builds.forEach(says);
          return "sha256:" + mode.wireName();
        }, new Places(folder), crossings, new Secrets(), (where, text) -> text.replace("s3cret", "***"),
        () -> "mock-1", settings, brake, job -> {
          outside.told.add(job.id() + " " + job.state());
          outside.step("tell");
        }, timer(), clock, outside.random), limits);
  }

  private Timer timer() {
    return (when, task) -> {
      Alarm alarm = new Alarm(when, task);
      synchronized (alarms) {
        alarms.add(alarm);
      }
      return () -> {
        synchronized (alarms) {
          alarms.remove(alarm);
        }
      };
    };
  }

  Optional<String> tokenHash(JobId id) {
    return files.state.read(connection -> new JobStore().tokenHash(connection, id));
  }

  /// Time passes, and every alarm rings at its time.
  void pass(Duration time) {
    clock.advance(time);
    List<Alarm> due;
    synchronized (alarms) {
      due = alarms.stream().filter(alarm -> !alarm.when().isAfter(clock.instant())).toList();
      alarms.removeAll(due);
    }
    due.forEach(alarm -> alarm.task().run());
  }

  int alarms() {
    synchronized (alarms) {
      return alarms.size();
    }
  }

  static JobRequest request() {
    return JobRequest.of("Tidy up", "Make it tidy.", JobMode.WORKER);
  }

  Job created() {
    return jobs.create(request(), ALICE);
  }

  /// Of one whose container has started.
  Job running() {
    Job job = created();
    outside.boxes.awaitStarted(job.id());
    return reaches(job.id(), JobState.RUNNING);
  }

  /// Waits until it has the state.
  Job reaches(JobId id, JobState state) {
    for (int i = 0; i < 2_000; i++) {
      Job job = jobs.find(id);
      if (job.state() == state) {
        return job;
      }
      outside.boxes.pause();
    }
    throw new AssertionError(id + " is " + jobs.find(id).state() + ", not " + state);
  }

  /// Waits until nothing of it is left.
  void settled(JobId id) {
    outside.boxes.await(() -> !outside.crossings.contains(id) && !outside.boxes.running.contains(id)
        && files.state.read(connection -> new JobStore().unsettled(connection)).stream()
            .noneMatch(job -> job.id().equals(id)));
  }

  /// Waits until what it left is counted.
  Job counted(JobId id) {
    outside.boxes.await(() -> jobs.find(id).keptBytes().isPresent());
    return jobs.find(id);
  }

  /// The process dies: nothing is put in order.
  void crash() {
    outside.boxes.forgetListener();
    events.close();
    files.close();
  }

  @Override
  public void close() {
    jobs.close();
    events.close();
    files.close();
  }

  private final class Places implements JobPlaces {
    private final Path folder;

    Places(Path folder) {
      this.folder = folder;
    }

    @Override
    public void check(Optional<String> project) {
      project.filter(name -> name.contains("..")).ifPresent(name -> {
        throw new IronclawException(ErrorCode.DENIED, name + " leads elsewhere");
      });
    }

    @Override
    public Place open(JobId job, JobSpec spec) {
      outside.step("places");
      return new Place(folder.resolve("work"), folder.resolve("out"));
    }

    @Override
    public void ended(JobId job, JobSpec spec) {
      outside.step("ended");
    }

    @Override
    public long bytes(JobId job, JobSpec spec) {
      outside.step("bytes");
      return 4_200_000;
    }

    @Override
    public Optional<String> needed(JobId job) {
      outside.step("needed");
      return Optional.ofNullable(outside.needed.get(job));
    }

    @Override
    public void forget(JobId job, JobSpec spec) {
      outside.step("forget");
    }
  }

  private record Crossings(Path folder, Outside outside) implements JobCrossings {
    @Override
    public Path open(JobId job, String token) {
      outside.step("crossing");
      outside.crossings.add(job);
      outside.tokens.put(job, token);
      return folder.resolve("crossing");
    }

    @Override
    public void reopen(JobId job, String tokenHash) {
      outside.step("reopen " + tokenHash);
      outside.crossings.add(job);
    }

    @Override
    public void revoke(JobId job) {
      outside.step("revoke");
    }

    @Override
    public void close(JobId job) {
      outside.step("close");
      outside.crossings.remove(job);
    }

    @Override
    public void sweep() {
      outside.step("sweep");
    }

    @Override
    public void close() {
      outside.step("silence");
    }
  }

  private final class Secrets implements JobSecrets {
    @Override
    public boolean has(String name) {
      return outside.vault.containsKey(name);
    }

    @Override
    public Optional<String> value(String owner, String name) {
      return Optional.ofNullable(outside.vault.get(name));
    }
  }
}
