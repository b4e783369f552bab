package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.engine.ContainerWatch;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.engine.Strays;
import dev.ironclaw.controlplane.isolation.DockerFindings;
import dev.ironclaw.controlplane.isolation.DockerFreezer;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.isolation.DockerWall;
import dev.ironclaw.controlplane.isolation.FolderShare;
import dev.ironclaw.controlplane.isolation.FolderWatch;
import dev.ironclaw.controlplane.isolation.HeldFiles;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Containers of jobs on an engine with Docker's API, behind the same walls as boxes: gVisor where the engine has it sealed,
/// else this machine's own kernel, and that only where the operator accepted it.
///
/// Threading: any thread; several may start at once.
public final class DockerJobBoxes implements JobBoxes {
  private static final Logger LOG = LoggerFactory.getLogger(DockerJobBoxes.class);
  private static final Path PROC = Path.of("/proc");
  private static final String REMAPPED = "the engine gives its containers users of its own (rootless, or userns-remap), who "
      + "may neither open a job's socket nor write to a project; use the system's engine without that";
  private static final Duration UNSEEN = Duration.ofSeconds(5);

  private final DockerSettings settings;
  private final Clock clock;
  private final Runnable mayStart;
  private final Engine engine;
  private final JobContainerPlan plans;
  private final FolderWatch watch = new FolderWatch(FolderShare.ofJobs());
  private final MountedFolders mounted = new MountedFolders(PROC);
  private final Map<String, JobContainer> containers = new ConcurrentHashMap<>();
  private final List<BiConsumer<JobId, JobExit>> listeners = new CopyOnWriteArrayList<>();
  private final Strays strays;
  private final ContainerWatch events;
  private final JobContainer.Host host;
  private final ExecutorService ends = Executors
      .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("job-end-", 0).factory());

  /// Follows nothing before the first container.
  ///
  /// @param settings the engine, not closed with this; the bases are the folders below which every bound one lies
  /// @param mayStart asked right before each start, and fails where nothing may start
  public DockerJobBoxes(DockerSettings settings, Clock clock, Runnable mayStart) {
    this.settings = settings;
    this.clock = clock;
    this.mayStart = mayStart;
    this.engine = settings.engine();
    this.plans = new JobContainerPlan(settings);
    this.strays = new Strays(engine, JobContainerPlan.INSTANCE, settings.instance(), this::isOurs,
        containers::containsKey);
    this.events = new ContainerWatch(engine, JobContainerPlan.INSTANCE, settings.instance(), containers::get,
        containers::values, strays::sweep);
    this.host = new JobContainer.Host(engine, ends, strays::remove, this::gone, events::unanswered);
  }

  /// What the walls of its containers are worth now.
  public RuntimeReport report() {
    DockerFindings findings = new DockerFindings(settings);
    EngineFacts facts;
    try {
      facts = engine.facts();
    } catch (IronclawException e) {
      return findings.silent(e);
    }
    RuntimeReport found = findings.report(facts);
    return found.usable() && facts.remapsUsers()
        ? new RuntimeReport(found.name(), false, found.version(), found.platform(), found.mode(), found.weaknesses(),
            List.of(REMAPPED), found.accepted(), found.crossing(), Optional.empty())
        : found;
  }

  @Override
  public void listen(BiConsumer<JobId, JobExit> ended) {
    listeners.add(ended);
  }

  @Override
  public boolean isReachable() {
    return !events.isLost();
  }

  @Override
  public void whenBack(Runnable back) {
    events.whenBack(back);
  }

  @Override
  public void start(JobBoxPlan plan) {
    List<BoundFolder> folders = folders(plan);
    EngineFacts facts = engine.facts();
    DockerWall.Chosen wall = DockerWall.choose(facts, settings.kata(), settings.acceptDegraded())
        .filter(_ -> !facts.remapsUsers()).orElseThrow(() -> new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
            "start job " + plan.id() + ": " + String.join("; ", report().problems())));
    events.begin();
    Watching watching = new Watching(plan.limits().outputBytes());
    try {
      Quota.Usage before = watching.begin(folders);
      requireNothing(plan.id(), watching.wrong(folders));
      ContainerPlan planned = plans.of(plan, wall, folders, before, clock.instant());
      start(plan, planned, folders, watching, before);
    } catch (RuntimeException e) {
      watching.folders.close();
      throw e;
    }
  }

  private List<BoundFolder> folders(JobBoxPlan plan) {
    List<BoundFolder> folders = List.of(open(plan.crossing(), WorkerApi.FOLDER, false),
        open(plan.workspace(), WorkerApi.WORKSPACE, plan.workspaceWritable()),
        open(plan.output(), WorkerApi.OUTPUT, true));
    folders.stream().filter(BoundFolder::writable).map(BoundFolder::path).forEach(LinkSearch::refuseLinksOut);
    return folders;
  }

  private BoundFolder open(Path path, String target, boolean writable) {
    return BoundFolder.open(path, target, writable, settings.mountBases(), settings.guest());
  }

  private void start(JobBoxPlan plan, ContainerPlan planned, List<BoundFolder> folders, Watching watching,
      Quota.Usage before) {
    JobContainer container = strays.make(planned.name(), () -> make(plan.id(), planned, watching),
        events::unanswered);
    try {
      requireNothing(plan.id(), ContainerDrift.differences(planned, read(container)));
      container.requireWanted();
      mayStart.run();
      engine.start(container.id());
      // A short one may have ended by now, and have been removed for that.
      Optional<ContainerFacts> started = engine.inspect(container.id()).filter(found -> found.state().running());
      started.ifPresent(found -> {
        requireNothing(plan.id(), ContainerDrift.differences(planned, found));
        watching.of(found.state().pid());
        requireFolders(container, found.state().pid(), folders);
      });
      watching.folders.limit(before);
      container.running(started.flatMap(found -> found.state().startedAt()));
      container.look();
    } catch (RuntimeException e) {
      container.abandon();
      throw e;
    }
  }

  private JobContainer make(JobId job, ContainerPlan planned, Watching watching) {
    JobContainer container = new JobContainer(job, create(planned, job), host, watching.folders);
    containers.put(container.id(), container);
    return container;
  }

  /// A program that has ended shows no folders, which the engine may say a moment later than the kernel.
  private void requireFolders(JobContainer container, int pid, List<BoundFolder> folders) {
    MountedFolders.Seen seen = mounted.look(pid, folders);
    requireNothing(container.job(), seen.replaced());
    if (!seen.unseen().isEmpty() && !container.endedWithin(UNSEEN)) {
      requireNothing(container.job(), seen.unseen());
    }
  }

  /// One that an earlier control plane made and never knew of may have the name.
  private String create(ContainerPlan planned, JobId job) {
    try {
      return engine.create(planned);
    } catch (IronclawException e) {
      Optional<ContainerFacts> stray = engine.inspect(planned.name()).filter(this::isOurs)
          .filter(found -> !containers.containsKey(found.id()));
      if (e.code() != ErrorCode.CONFLICT || stray.isEmpty()) {
        throw e;
      }
      LOG.warn("job={} step=create problem=a container of an earlier start has its name; removing it", job);
      engine.remove(stray.get().id());
      return engine.create(planned);
    }
  }

  private ContainerFacts read(JobContainer container) {
    return engine.inspect(container.id()).orElseThrow(() -> new IronclawException(ErrorCode.BOX_FAILED,
        "start job " + container.job() + ": its container was removed while it started"));
  }

  private static void requireNothing(JobId job, List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new IronclawException(ErrorCode.WEAK_SPEC,
          "start job " + job + ": it would have been another than was asked for: " + String.join("; ", wrong));
    }
  }

  private void gone(JobContainer container) {
    containers.remove(container.id());
    CompletableFuture<Void> _ = container.exit()
        .thenAccept(exit -> listeners.forEach(listener -> tell(listener, container.job(), exit)));
  }

  private static void tell(BiConsumer<JobId, JobExit> listener, JobId job, JobExit exit) {
    try {
      listener.accept(job, exit);
    } catch (RuntimeException e) {
      LOG.error("job={} step=tell-end exit={}", job, exit, e);
    }
  }

  @Override
  public void stop(JobId job, Duration grace) {
    containers.values().stream().filter(container -> container.job().equals(job))
        .forEach(container -> container.stop(grace));
  }

  @Override
  public void freeze() {
    new DockerFreezer(engine, settings.instance()).freeze();
  }

  @Override
  public void thaw() {
    new DockerFreezer(engine, settings.instance()).thaw();
  }

  /// Call where no earlier control plane had any: what nobody has is removed from now on, also before [#adopt].
  public void settle() {
    strays.settle();
  }

  @Override
  public Set<JobId> adopt(Set<JobId> jobs) {
    events.begin();
    Optional<DockerWall.Chosen> wall = DockerWall.choose(engine.facts(), settings.kata(), settings.acceptDegraded());
    Set<JobId> adopted = new HashSet<>();
    List<ContainerFacts> others = new ArrayList<>();
    for (ContainerFacts found : engine.list(JobContainerPlan.INSTANCE, settings.instance())) {
      if (!isOurs(found) || strays.isHad(found)) {
        continue;
      }
      List<String> problems = new ArrayList<>(ContainerDrift.weaknesses(found));
      problems.addAll(DockerWall.otherThan(wall, found.runtime()).stream().toList());
      Optional<JobId> job = jobs.stream().filter(id -> id.value().equals(found.labels().get(JobContainerPlan.JOB)))
          .findFirst();
      if (job.isEmpty() || !found.state().running() || !problems.isEmpty()
          || !adopt(job.get(), found, problems)) {
        LOG.info("step=adopt-jobs container={} removed: {}", found.name(),
            problems.isEmpty() ? "nobody waits for it, or it has ended" : String.join("; ", problems));
        others.add(found);
      } else {
        adopted.add(job.get());
      }
    }
    strays.settle();
    try {
      strays.remove(others);
    } catch (IronclawException e) {
      // It takes nothing from those that run on, and is done when the engine answers.
      LOG.warn("step=adopt-jobs problem={}", e.getMessage());
      events.unanswered();
    }
    LOG.info("step=adopt-jobs adopted={}", adopted.size());
    return Set.copyOf(adopted);
  }

  private boolean isOurs(ContainerFacts found) {
    return found.labels().containsKey(JobContainerPlan.JOB)
        && settings.instance().equals(found.labels().get(JobContainerPlan.INSTANCE));
  }

  private boolean adopt(JobId job, ContainerFacts found, List<String> problems) {
    List<BoundFolder> folders = List.of(WorkerApi.FOLDER, WorkerApi.WORKSPACE, WorkerApi.OUTPUT).stream()
        .flatMap(target -> BoundFolder.ofLabel(target, found.labels().get(JobContainerPlan.FOLDER + target)).stream())
        .toList();
    Optional<JobContainerPlan.Room> room = JobContainerPlan.Room
        .of(found.labels().getOrDefault(JobContainerPlan.ROOM, ""));
    if (folders.size() != 3 || room.isEmpty()) {
      problems.add("nobody knows which folders it was given");
      return false;
    }
    problems.addAll(mounted.look(found.state().pid(), folders).wrong());
    if (!problems.isEmpty()) {
      return false;
    }
    Watching watching = new Watching(room.get().bytes());
    JobContainer container = new JobContainer(job, found.id(), host, watching.folders);
    try {
      watching.begin(folders);
      problems.addAll(watching.wrong(folders));
    } catch (IronclawException e) {
      // One whose folders can't be watched keeps no other from being taken over.
      problems.add(String.valueOf(e.getMessage()));
    }
    if (!problems.isEmpty()) {
      watching.folders.close();
      return false;
    }
    containers.put(container.id(), container);
    watching.of(found.state().pid());
    watching.folders.limit(room.get().before());
    container.running(found.state().startedAt());
    container.look();
    return true;
  }

  /// The folders of one container, and its processes once it has some.
  private final class Watching {
    private final JobFolders folders;
    private volatile int pid;

    Watching(long bytes) {
      folders = new JobFolders(bytes, new HeldFiles(PROC, this::pids));
    }

    Quota.Usage begin(List<BoundFolder> all) {
      return folders.begin(watch, all.stream().filter(folder -> !folder.target().equals(WorkerApi.FOLDER)).toList());
    }

    List<String> wrong(List<BoundFolder> all) {
      List<String> wrong = new ArrayList<>(folders.offence().stream().toList());
      all.stream().filter(folder -> !folder.isInPlace())
          .forEach(folder -> wrong.add(folder.path() + " was moved away or replaced"));
      return wrong;
    }

    void of(int first) {
      pid = first;
    }

    private List<Integer> pids() {
      List<Integer> all = new ArrayList<>();
      if (pid > 0) {
        MountedFolders.around(pid).forEach(each -> {
          all.add(each);
          ProcessHandle.of(each).ifPresent(
              top -> top.descendants().forEach(child -> all.add((int) child.pid())));
        });
      }
      return all;
    }
  }

  /// Stops watching. The containers run on.
  @Override
  public void close() {
    events.close();
    watch.close();
    ends.shutdown();
  }
}
