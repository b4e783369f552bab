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
    this.events = new ContainerWatch(engine, DockerPlan.INSTANCE, settings.instance(), boxes::get, boxes::values);
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
    String container = engine.create(plan);
    DockerBox box = box(spec.id(), container, wall.wall());
    boxes.put(container, box);
    try {
      requireAsPlanned(plan, container);
      crossing(plan.labels()).ifPresent(box::attach);
      engine.start(container);
      box.running(plans.bounds(spec), read(container));
      return box;
    } catch (IronclawException e) {
      box.abandon();
      throw e;
    }
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

  private void requireAsPlanned(ContainerPlan plan, String container) {
    List<String> differences = ContainerDrift.differences(plan, read(container));
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
    List<Box> adopted = new ArrayList<>();
    for (ContainerFacts found : engine.list(DockerPlan.INSTANCE, settings.instance())) {
      if (!found.labels().containsKey(DockerPlan.BOX)) {
        // A container of a job, which somebody else looks after.
        continue;
      }
      DockerBox box = box(new BoxId(found.labels().getOrDefault(DockerPlan.BOX, "box_unknown")), found.id(),
          wallOf(found));
      boxes.put(found.id(), box);
      List<String> weak = ContainerDrift.weaknesses(found);
      if (!found.state().running() || !weak.isEmpty()) {
        weak.forEach(why -> LOG.warn("box={} step=adopt problem={}; ending it", box.id(), why));
        box.abandon();
        continue;
      }
      try {
        crossing(found.labels()).ifPresent(box::attachAgain);
        box.running(bounds(found), found);
        adopted.add(box);
      } catch (IronclawException e) {
        LOG.warn("box={} step=adopt problem={}; ending it", box.id(), e.getMessage());
        box.abandon();
      }
    }
    LOG.info("step=recover-boxes runtime=docker adopted={}", adopted.size());
    return List.copyOf(adopted);
  }

  /// An engine answers for a container that stands still as for one that runs.
  @Override
  public List<Box> recoverFrozen() {
    return recover();
  }

  private DockerWall wallOf(ContainerFacts found) {
    EngineFacts.OciRuntime runtime = engine.facts().runtimes().get(found.runtime());
    if (runtime != null && runtime.isGvisor()) {
      return DockerWall.GVISOR;
    }
    return runtime != null && runtime.isKata() ? DockerWall.KATA : DockerWall.RUNC;
  }

  /// A box whose folders nobody watches must not run on.
  private static List<Bundle.Bound> bounds(ContainerFacts found) {
    return Bundle.bounds(found.labels().getOrDefault(DockerPlan.BOUND, ""));
  }

  private DockerBox box(BoxId id, String container, DockerWall wall) {
    return new DockerBox(id, container,
        new DockerBox.Host(engine, processes, watch, wall, () -> boxes.remove(container)));
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
