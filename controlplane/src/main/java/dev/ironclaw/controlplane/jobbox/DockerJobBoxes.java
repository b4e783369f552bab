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
import dev.ironclaw.controlplane.isolation.DockerFindings;
import dev.ironclaw.controlplane.isolation.DockerFreezer;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.isolation.DockerWall;
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
  /// A project with its packages has more folders than the workspace of an agent.
  private static final int FOLDERS = 65_536;
  private static final String REMAPPED = "the engine gives its containers users of its own (rootless, or userns-remap), who "
      + "may neither open a job's socket nor write to a project; use the system's engine without that";
  private static final Duration UNSEEN = Duration.ofSeconds(5);

  private final DockerSettings settings;
  private final Clock clock;
  private final Engine engine;
  private final JobContainerPlan plans;
  private final FolderWatch watch = new FolderWatch(FOLDERS, 4 * FOLDERS);
  private final MountedFolders mounted = new MountedFolders(PROC);
  private final Map<String, JobContainer> containers = new ConcurrentHashMap<>();
  /// Names of those that are being made, whose ids nobody knows yet.
  private final Set<String> making = ConcurrentHashMap.newKeySet();
  private final List<BiConsumer<JobId, JobExit>> listeners = new CopyOnWriteArrayList<>();
  private final ContainerWatch events;
  private final ExecutorService ends = Executors
      .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("job-end-", 0).factory());

  /// Follows nothing before the first container.
  ///
  /// @param settings the engine, not closed with this; the bases are the folders below which every bound one lies
  public DockerJobBoxes(DockerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.engine = settings.engine();
    this.plans = new JobContainerPlan(settings);
    this.events = new ContainerWatch(engine, JobContainerPlan.INSTANCE, settings.instance(), containers::get,
        containers::values);
    this.events.whenBack(() -> ends.execute(this::removeUnknown));
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
            List.of(REMAPPED), found.accepted())
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

  /// An engine that went away may have made one and not said so.
  private void removeUnknown() {
    try {
      for (ContainerFacts found : engine.list(JobContainerPlan.INSTANCE, settings.instance())) {
        // In this order: one that is made gets known before it leaves the names.
        if (isOurs(found) && !making.contains(found.name()) && !containers.containsKey(found.id())
            && engine.inspect(found.id()).isPresent()) {
          LOG.warn("step=remove-unknown container={} problem=made while the engine went away", found.name());
          engine.remove(found.id());
        }
      }
    } catch (IronclawException e) {
      LOG.warn("step=remove-unknown problem={}", e.getMessage());
    }
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
    JobContainer container = made(plan, planned, watching);
    try {
      requireNothing(plan.id(), ContainerDrift.differences(planned, read(container)));
      engine.start(container.id());
      // A short one may have ended by now, and have been removed for that.
      engine.inspect(container.id()).map(ContainerFacts::state).filter(ContainerFacts.State::running)
          .ifPresent(state -> {
            watching.of(state.pid());
            requireFolders(container, state.pid(), folders);
          });
      watching.folders.limit(before);
      container.running();
      container.look();
    } catch (RuntimeException e) {
      container.abandon();
      throw e;
    }
  }

  private JobContainer made(JobBoxPlan plan, ContainerPlan planned, Watching watching) {
    making.add(planned.name());
    try {
      JobContainer container = new JobContainer(plan.id(), create(planned, plan.id()), engine, watching.folders, ends,
          this::gone);
      containers.put(container.id(), container);
      return container;
    } finally {
      making.remove(planned.name());
    }
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

  @Override
  public Set<JobId> adopt(Set<JobId> jobs) {
    events.begin();
    Set<JobId> adopted = new HashSet<>();
    for (ContainerFacts found : engine.list(JobContainerPlan.INSTANCE, settings.instance())) {
      if (!isOurs(found) || containers.containsKey(found.id())) {
        continue;
      }
      List<String> problems = new ArrayList<>(ContainerDrift.weaknesses(found));
      Optional<JobId> job = jobs.stream().filter(id -> id.value().equals(found.labels().get(JobContainerPlan.JOB)))
          .findFirst();
      if (job.isEmpty() || !found.state().running() || !problems.isEmpty()
          || !adopt(job.get(), found, problems)) {
        LOG.info("step=adopt-jobs container={} removed: {}", found.name(),
            problems.isEmpty() ? "nobody waits for it, or it has ended" : String.join("; ", problems));
        engine.remove(found.id());
      } else {
        adopted.add(job.get());
      }
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
    JobContainer container = new JobContainer(job, found.id(), engine, watching.folders, ends, this::gone);
    watching.begin(folders);
    problems.addAll(watching.wrong(folders));
    if (!problems.isEmpty()) {
      watching.folders.close();
      return false;
    }
    containers.put(container.id(), container);
    watching.of(found.state().pid());
    watching.folders.limit(room.get().before());
    container.running();
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
