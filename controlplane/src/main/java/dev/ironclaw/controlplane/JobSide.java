package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.api.ApiJobs;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.command.Commands;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.gateway.CapabilityEffect;
import dev.ironclaw.controlplane.gateway.ChangeRequests;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.job.JobCrossings;
import dev.ironclaw.controlplane.job.JobParts;
import dev.ironclaw.controlplane.job.JobSettings;
import dev.ironclaw.controlplane.job.JobOrders;
import dev.ironclaw.controlplane.job.JobTools;
import dev.ironclaw.controlplane.job.Jobs;
import dev.ironclaw.controlplane.job.OrchestratorCrossings;
import dev.ironclaw.controlplane.job.ProjectPlaces;
import dev.ironclaw.controlplane.jobbox.DockerJobBoxes;
import dev.ironclaw.controlplane.jobimage.BuildWords;
import dev.ironclaw.controlplane.jobimage.ImageProgress;
import dev.ironclaw.controlplane.jobimage.JobImages;
import dev.ironclaw.controlplane.jobimage.PackageSources;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import dev.ironclaw.controlplane.orchestrator.LoopbackPort;
import dev.ironclaw.controlplane.orchestrator.Orchestrator;
import dev.ironclaw.controlplane.orchestrator.OrchestratorLimits;
import dev.ironclaw.controlplane.orchestrator.OrchestratorParts;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.project.Projects;
import dev.ironclaw.controlplane.project.Reviews;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import dev.ironclaw.controlplane.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Container jobs, put together: their images and folders, the crossings, the containers, and what becomes of each.
final class JobSide implements AutoCloseable {
  private final LateEngine engine;
  private final LateJobBoxes boxes;
  private final JobImages images;
  private final Reviews reviews;
  private final JobRefusalLog refusals;
  private final Tunnel tunnel;
  private final ModelsOfJobs choices;
  private final Jobs jobs;
  private final ApiJobs api;
  private final CommandSide commands;

  /// What all parts share.
  ///
  /// @param events the file of jobs' events
  /// @param runtime what isolates boxes
  record Shared(StateFolder state, JobSettings settings, ControlPlaneConfig.RuntimeChoice runtime, Ledger ledger,
      AuditLog audit, Database events, EventHub hub, Metering metering, ModelSide models, Registry registry,
      Vault vault,
      Tokens tokens, RefusalLimit refusals, Brake brake, Timer timer, Clock clock, SecureRandom random,
      ImageFolder image, Network network, AgentNotices agents) {}

  JobSide(Shared shared) {
    Path run = shared.state().runFolder();
    int guest = DockerSettings.guestOf(run);
    Path sockets = StateFolder.makePrivate(run, "j");
    Projects projects = new Projects(shared.settings().projects(), guest);
    reviews = new Reviews(shared.ledger(), projects);
    engine = LateEngine.ofThisProcess(ownUid(sockets));
    boxes = new LateJobBoxes(() -> EngineNote.isIn(run), () -> {
      String instance = shared.state().root().toString();
      EngineNote.write(run, engine.get().address(), instance);
      return new DockerJobBoxes(new DockerSettings(engine.get(), instance,
          List.of(sockets, StateFolder.makePrivate(run, CommandSide.FOLDER), resolved(projects.root())),
          guest, shared.runtime().name().equals("kata"), shared.settings().acceptDegraded()), shared.clock(),
          () -> shared.brake().check("start a container"));
    });
    images = new JobImages(engine, shared.image()::worker,
        PackageSources.of(ControlPlaneConfig.environment()), shared.state().child("images"), shared.audit(),
        shared.clock(), progress -> tell(shared.hub(), progress));
    refusals = new JobRefusalLog(shared.ledger(), shared.refusals(), this::payer);
    tunnel = new Tunnel(shared.network(), shared.metering().leaks(), shared.brake(), shared.ledger(),
        TunnelLimits.DEFAULT);
    choices = choices(shared);
    jobs = new Jobs(new JobParts(shared.ledger(), shared.events(), shared.hub(), boxes, boxes::requireUsable,
        boxes::weaker, (mode, says) -> images.require(mode, "system", new BuildWords(says)),
        new ProjectPlaces(projects, reviews),
        desk -> crossings(shared, desk, sockets, guest),
        new SecretsOfJobs(shared.vault(), shared.tokens(), shared.clock()),
        shared.metering().leaks()::redact, () -> shared.models().standard().model(), shared.settings(), shared.brake(),
        job -> shared.agents().ended(job, text -> shared.metering().leaks().redact("end of job " + job.id(), text)),
        shared.timer(), shared.clock(), shared.random()));
    commands = new CommandSide(new CommandSide.Shared(shared.state(), shared.registry(), boxes, () -> images.require(
        JobMode.WORKER, "system", _ -> {}), projects, tunnel, shared.metering().leaks(), shared.ledger(),
        shared.brake(),
        shared.timer(), shared.clock(), shared.random(), guest == ownUid(sockets), shared.settings().fullAccess()));
    api = new ApiJobs(jobs, projects, reviews, shared.metering().leaks());
  }

  private ModelsOfJobs choices(Shared shared) {
    ModelSide models = shared.models();
    return new ModelsOfJobs(
        new ModelsOfJobs.Facts(models.providers()::find, models.account(), agent -> shared.registry().agentGroup(agent)
            .map(group -> new ModelChoice(group.provider(), group.model())),
            () -> new ModelChoice(models.standard().provider(), models.standard().model())),
        this::agent, shared.settings().claude().model());
  }

  private JobCrossings crossings(Shared shared, JobDesk desk, Path sockets, int guest) {
    Orchestrator orchestrator = new Orchestrator(sockets,
        guest == ownUid(sockets) ? SocketModes.SAME_UID : SocketModes.OTHER_UID, OrchestratorLimits.DEFAULT,
        new OrchestratorParts(desk, choices, shared.models().proxy(), shared.metering().leaks(), refusals,
            new JobTunnel(tunnel, shared.settings().allowedHosts(), id -> jobs().unfinished(id)),
            shared.clock()));
    shared.metering().attach(orchestrator::spent);
    try {
      LoopbackPort.of(ControlPlaneConfig.environment()).ifPresent(orchestrator::listenOnLoopback);
    } catch (RuntimeException e) {
      orchestrator.close();
      throw e;
    }
    return new OrchestratorCrossings(orchestrator);
  }

  private Jobs jobs() {
    return jobs;
  }

  private Optional<AgentGroupId> agent(JobId job) {
    return jobs.find(job).spec().agent();
  }

  private AgentGroupId payer(JobId job) {
    return agent(job).orElse(ModelsOfJobs.OPERATORS);
  }

  /// Takes up what an earlier run left.
  void start() {
    reviews.resume();
    jobs.start();
  }

  Commands commands() {
    return commands.commands();
  }

  /// What agents may do with jobs of their own.
  List<HostTool> tools(ChangeRequests gateway, Clock clock) {
    return JobTools.of(jobs, gateway, choices::isClaudes, clock);
  }

  /// Makes the changes of the kind `job` real.
  ///
  /// @param others hears of every change, too
  CapabilityEffect effect(CapabilityEffect others, Registry registry, AgentNotices agents) {
    CapabilityEffect all = agent -> {
      // First: what was taken away is ended, whatever becomes of the rest.
      commands.commands().recheck();
      others.changed(agent);
    };
    return new JobOrders(all, id -> Optional.ofNullable(registry.snapshot().reach().jobs().get(id)),
        id -> registry.agentGroup(id).isPresent(), jobs,
        agents::failed);
  }

  ApiJobs api() {
    return api;
  }

  JobImages images() {
    return images;
  }

  /// Breaks off what flows.
  void cut() {
    tunnel.cut();
  }

  void freeze() {
    // Commands after jobs: what stands still is killed as such, and engines take a signal to it less well while they stop it.
    try {
      jobs.freeze();
    } finally {
      commands.stopAll();
    }
  }

  void thaw() {
    jobs.thaw();
    jobs.look();
  }

  private static void tell(EventHub hub, ImageProgress progress) {
    hub.publish("image.progress", Map.of("image", progress.image().id(), "phase", progress.phase().wireName(), "done",
        progress.done(), "total", progress.total(), "words", progress.words()),
        progress.phase().isEnd());
  }

  private static int ownUid(Path ours) {
    try {
      return (Integer) Files.getAttribute(ours, "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException("read the owner of " + ours, e);
    }
  }

  /// As containers have it, also where it is not there yet.
  private static Path resolved(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(folder)).normalize();
    } catch (IOException e) {
      throw new UncheckedIOException("look at " + there, e);
    }
  }

  @Override
  public void close() {
    commands.close();
    jobs.close();
    tunnel.close();
    boxes.close();
    images.close();
    refusals.close();
    engine.close();
  }
}
