package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.engine.ContainerWatch;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.engine.Strays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Boxes as containers of an engine: behind gVisor or Kata where the engine has such a runtime, and degraded, on the
/// machine's own kernel, only where the operator accepted that. Every container is read back before its program starts
/// and whenever the engine says that it was touched.
///
/// Threading: any thread; several boxes may start at once.
public final class DockerIsolator implements Isolator, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DockerIsolator.class);

  private final DockerSettings settings;
  private final Engine engine;
  private final DockerPlan plans;
  private final DockerImages images;
  private final DockerFindings findings;
  private final MountGuard mounts;
  private final FolderWatch watch = new FolderWatch(FolderShare.ofBoxes());
  private final HostProcesses processes = new HostProcesses(Path.of("/proc"));
  private final Map<String, DockerBox> boxes = new ConcurrentHashMap<>();
  private final ContainerWatch events;
  private final Strays strays;

  public DockerIsolator(DockerSettings settings, MountPolicy policy) {
    this(settings, policy, new DockerImages(settings.engine()));
  }

  /// @param images of the same engine; they read a folder once
  DockerIsolator(DockerSettings settings, MountPolicy policy, DockerImages images) {
    this.settings = settings;
    this.engine = settings.engine();
    this.plans = new DockerPlan(settings.instance(), settings.guest(), settings.crossing());
    this.images = images;
    this.findings = new DockerFindings(settings);
    this.mounts = new MountGuard(settings.mountBases(), policy, RunMode.ofThisProcess());
    this.strays = new Strays(engine, DockerPlan.INSTANCE, settings.instance(),
        found -> found.labels().containsKey(DockerPlan.BOX), boxes::containsKey);
    this.events = new ContainerWatch(engine, DockerPlan.INSTANCE, settings.instance(), boxes::get, boxes::values,
        strays::sweep);
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public RuntimeReport fingerprint() {
    return findings.report();
  }

  /// The engine mounts by path when a container starts, and nobody can say then what had that path.
  @Override
  public Optional<String> unmountable(SandboxSpec.Mount mount) {
    return Optional
        .of("a container engine mounts whatever has the path when a box starts, which need not be the folder "
            + "that was approved; use --runtime runsc for folders of this machine");
  }

  /// Fails with `WEAK_SPEC` where the engine made something else than what was asked for, `RUNTIME_UNAVAILABLE` where it does
  /// not answer or has no such wall, `BOX_FAILED` with its words.
  @Override
  public Box launch(SandboxSpec spec) {
    mounts.canonical(spec.socketFolder());
    if (!settings.isFramed()) {
      spec.workspace().map(SandboxSpec.Workspace::folder).ifPresent(mounts::check);
    }
    if (!spec.mounts().isEmpty()) {
      throw new IronclawException(ErrorCode.WEAK_SPEC,
          "start box " + spec.id() + ": " + unmountable(spec.mounts().getFirst()).orElseThrow());
    }
    events.begin();
    DockerWall.Chosen wall = wall(engine.facts());
    ContainerPlan plan = plans.of(spec, wall, images.require(spec.image()));
    prepareWorkspace(spec, plan);
    DockerBox box = strays.make(plan.name(), () -> make(spec.id(), plan, wall.wall()), events::unanswered);
    try {
      requireAsPlanned(plan, read(box.container()));
      crossing(plan.labels()).ifPresent(box::attach);
      engine.start(box.container());
      ContainerFacts started = read(box.container());
      requireAsPlanned(plan, started);
      box.running(plans.bounds(spec), started);
      return box;
    } catch (RuntimeException e) {
      box.abandon();
      throw e;
    }
  }

  private DockerBox make(BoxId id, ContainerPlan plan, DockerWall wall) {
    DockerBox box = box(id, engine.create(plan), wall);
    boxes.put(box.container(), box);
    return box;
  }

  private void prepareWorkspace(SandboxSpec spec, ContainerPlan plan) {
    plan.volumes().forEach(volume -> engine.volume(volume.name(),
        Map.of(DockerPlan.INSTANCE, settings.instance(), "ironclaw.agent", spec.agentGroup().value())));
    if (!settings.isFramed()) {
      spec.workspace().filter(SandboxSpec.Workspace::writable)
          .ifPresent(space -> GuestFolder.give(space.folder(), settings.guest()));
    }
  }

  /// The socket that a box's frames lead to, where its crossing is its input and output.
  private static Optional<Path> crossing(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(DockerPlan.SOCKET)).map(Path::of);
  }

  /// Its workspace, where the engine keeps it; a folder of this machine is its owner's to remove.
  @Override
  public void forget(AgentGroupId agent) {
    engine.removeVolume(plans.volume(agent));
  }

  private DockerWall.Chosen wall(EngineFacts facts) {
    return DockerWall.choose(facts, settings.kata(), settings.acceptDegraded()).orElseThrow(
        () -> new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
            "start box: " + String.join("; ", fingerprint().problems())));
  }

  private static void requireAsPlanned(ContainerPlan plan, ContainerFacts found) {
    List<String> differences = ContainerDrift.differences(plan, found);
    if (!differences.isEmpty()) {
      throw new IronclawException(ErrorCode.WEAK_SPEC,
          "start box " + plan.name() + ": the engine made another container "
              + "than was asked for: " + String.join("; ", differences));
    }
  }

  private ContainerFacts read(String container) {
    return engine.inspect(container).orElseThrow(() -> new IronclawException(ErrorCode.BOX_FAILED,
        "start container " + container + ": it was removed while it started"));
  }

  @Override
  public List<Box> recover() {
    events.begin();
    Optional<DockerWall.Chosen> wall = DockerWall.choose(engine.facts(), settings.kata(), settings.acceptDegraded());
    List<Box> adopted = new ArrayList<>();
    List<ContainerFacts> strangers = new ArrayList<>();
    boolean ended = false;
    for (ContainerFacts found : engine.list(DockerPlan.INSTANCE, settings.instance())) {
      // Those of jobs somebody else looks after.
      if (!found.labels().containsKey(DockerPlan.BOX) || strays.isHad(found)) {
        Optional.ofNullable(boxes.get(found.id())).ifPresent(adopted::add);
        continue;
      }
      Optional<BoxId> id = idOf(found);
      if (id.isEmpty()) {
        LOG.warn("container={} step=adopt problem=its label is no box's; removing it", found.name());
        strangers.add(found);
        continue;
      }
      DockerBox box = box(id.get(), found.id(), wall.map(DockerWall.Chosen::wall).orElse(DockerWall.RUNC));
      boxes.put(found.id(), box);
      List<String> weak = new ArrayList<>(ContainerDrift.weaknesses(found));
      weak.addAll(DockerWall.otherThan(wall, found.runtime()).stream().toList());
      if (!found.state().running() || !weak.isEmpty()) {
        weak.forEach(why -> LOG.warn("box={} step=adopt problem={}; ending it", box.id(), why));
        box.abandon();
        ended = true;
        continue;
      }
      try {
        crossing(found.labels()).ifPresent(box::attachAgain);
        box.running(bounds(found), found);
        adopted.add(box);
      } catch (RuntimeException e) {
        LOG.warn("box={} step=adopt problem={}; ending it", box.id(), e.getMessage());
        box.abandon();
        ended = true;
      }
    }
    strays.settle();
    try {
      strays.remove(strangers);
    } catch (IronclawException e) {
      // It takes nothing from boxes that run on, and is done when the engine answers.
      LOG.warn("step=recover-boxes problem={}", e.getMessage());
      ended = true;
    }
    if (ended) {
      // What the engine did not remove is looked for only from here on.
      events.unanswered();
    }
    LOG.info("step=recover-boxes runtime=docker adopted={}", adopted.size());
    return List.copyOf(adopted);
  }

  /// An engine answers for a container that stands still as for one that runs.
  @Override
  public List<Box> recoverFrozen() {
    return recover();
  }

  private static Optional<BoxId> idOf(ContainerFacts found) {
    try {
      return Optional.of(new BoxId(found.labels().getOrDefault(DockerPlan.BOX, "")));
    } catch (IronclawException e) {
      // silent-ok: that it is none of ours is the answer
      return Optional.empty();
    }
  }

  /// A box whose folders nobody watches must not run on.
  private static List<Bundle.Bound> bounds(ContainerFacts found) {
    return Bundle.bounds(found.labels().getOrDefault(DockerPlan.BOUND, ""));
  }

  private DockerBox box(BoxId id, String container, DockerWall wall) {
    return new DockerBox(id, container,
        new DockerBox.Host(engine, processes, watch, wall, strays::remove, () -> boxes.remove(container),
            events::unanswered));
  }

  /// Stops watching. The boxes run on.
  @Override
  public void close() {
    boxes.values().forEach(DockerBox::detach);
    events.close();
    watch.close();
    engine.close();
  }
}
