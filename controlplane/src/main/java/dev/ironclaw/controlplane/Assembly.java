package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.api.ApiAddress;
import dev.ironclaw.controlplane.api.ApiLimits;
import dev.ironclaw.controlplane.api.ApiParts;
import dev.ironclaw.controlplane.api.ApiServer;
import dev.ironclaw.controlplane.api.ApiSettings;
import dev.ironclaw.controlplane.api.ApiTls;
import dev.ironclaw.controlplane.api.ApiToken;
import dev.ironclaw.controlplane.atrest.AtRest;
import dev.ironclaw.controlplane.atrest.Backup;
import dev.ironclaw.controlplane.atrest.DataKeyRotation;
import dev.ironclaw.controlplane.atrest.Upkeep;
import dev.ironclaw.controlplane.attachment.Attachments;
import dev.ironclaw.controlplane.attachment.SendFileTool;
import dev.ironclaw.controlplane.attachment.WorkspaceFolders;
import dev.ironclaw.controlplane.attachment.WorkspaceInbox;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.audit.AuditSettings;
import dev.ironclaw.controlplane.audit.Witness;
import dev.ironclaw.controlplane.box.BoxLimits;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.box.ToolDoor;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.channel.WebChatChannel;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.gateway.GatewayParts;
import dev.ironclaw.controlplane.gateway.GatewaySettings;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.grant.ToolUses;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostTools;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import dev.ironclaw.controlplane.job.JobEvents;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.note.Notes;
import dev.ironclaw.controlplane.note.RecallTool;
import dev.ironclaw.controlplane.note.RememberTool;
import dev.ironclaw.controlplane.outbound.CapabilityAction;
import dev.ironclaw.controlplane.outbound.CreateAgentAction;
import dev.ironclaw.controlplane.outbound.DestinationsTool;
import dev.ironclaw.controlplane.outbound.OutboundPump;
import dev.ironclaw.controlplane.outbound.SystemActionHandler;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.PanicControl;
import dev.ironclaw.controlplane.panic.PanicSteps;
import dev.ironclaw.controlplane.question.AskAction;
import dev.ironclaw.controlplane.question.Questions;
import dev.ironclaw.controlplane.provider.Providers;
import dev.ironclaw.controlplane.peer.AgentChannel;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Seed;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.keychain.Keychains;
import dev.ironclaw.controlplane.schedule.Scheduler;
import dev.ironclaw.controlplane.schedule.SchedulerParts;
import dev.ironclaw.controlplane.schedule.Schedules;
import dev.ironclaw.controlplane.schedule.TaskTools;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.MasterKeyPlaces;
import dev.ironclaw.controlplane.secret.MasterKeyStatus;
import dev.ironclaw.controlplane.session.AgentLaunch;
import dev.ironclaw.controlplane.session.BoxIds;
import dev.ironclaw.controlplane.session.BoxControl;
import dev.ironclaw.controlplane.session.BoxSupervisor;
import dev.ironclaw.controlplane.session.BoxWorkers;
import dev.ironclaw.controlplane.session.RetiredFiles;
import dev.ironclaw.controlplane.stepup.StepUps;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.usage.BudgetQuestions;
import dev.ironclaw.controlplane.vault.Vault;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The composition root: makes every part in start order and closes them in reverse. What runs is what stands here.
final class Assembly implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
  private static final int MAX_PENDING_CHANGES = 20;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.of("starting"));
  /// With the machine's zone, in which people name times.
  private final Clock clock = Clock.system(ZoneId.systemDefault());
  private final SecureRandom random = new SecureRandom();
  private final StateFolder state;
  private final ApiServer api;
  private final List<String> notices;

  Assembly(ControlPlaneConfig config, List<SettingView> settings, Network network) {
    ApiAddress address = ApiAddress.parse(config.apiAddress(), config.insecureListen() || config.tls().isOn());
    state = keep(StateFolder.open(config.stateDir()));
    try {
      Brake brake = Brake.of(state.root());
      Keyring keyring = Keyring.open(state.root(), places(config.masterKey(), state.root()));
      DataKeyRotation.finish(state.root(), keyring);
      Backup.clean(state.root());
      Database database = keep(
          Database.open(state.root().resolve("state.db"), keyring.derived("state.db"), StateSchema.current()));
      Database jobEvents = keep(Database.open(state.root().resolve(JobEvents.FILE), keyring.derived(JobEvents.FILE),
          JobEvents.schema()));
      EventHub events = new EventHub(random);
      AuditLog audit = keep(AuditLog.open(database, state.root(), keyring.auditSigning(),
          keyring.auditSealing().getFirst(), clock, auditSettings(config, events)));
      audit.sealWith(keyring.auditSealing());
      Registry registry = new Registry(database, clock);
      keep(registry::flush);
      if (config.dev() && audit.fault().isEmpty()) {
        Seed.dev(registry, audit);
      }
      Ledger ledger = new StateLedger(database, audit);
      Metering metering = keep(new Metering(database, audit, events, registry, state.root(), config.modelRate(), clock,
          random));
      Logging.mask(metering.leaks());
      Grants grants = new Grants(ledger, registry, clock, random, brake, grant -> events.publish("grant.ended",
          Map.of("id", grant.id(), "agentGroupId", grant.agentGroup().map(AgentGroupId::value).orElse("")), true));
      keep(grants::flush);
      Tokens tokens = keep(new Tokens(database, audit, clock, random));
      StepUps stepUps = new StepUps(ledger, keyring, clock, random);
      UnsettledSessions unsettled = new UnsettledSessions(database);
      SessionQueues queues = keep(
          new SessionQueues(state.child("sessions"), keyring, clock, unsettled::entering));
      AtRest atRest = new AtRest(database, Map.of(JobEvents.FILE, jobEvents), queues, keyring);
      Upkeep upkeep = new Upkeep(
          new DataKeyRotation(state.root(), keyring, atRest, audit, List.of(StepUps::reseal, Providers::reseal,
              Vault::reseal)),
          new Backup(state.root(), atRest, audit, clock, random, ControlPlane.VERSION, config.folders().workspace()));
      ImageFolder image = ImageFolder.load(config.imageDir());
      IsolatorChoice.Chosen isolation = IsolatorChoice.of(config, state, image, new BoxIds(random));
      keep(isolation.resources());
      RuntimeReport runtime = isolation.isolator().fingerprint();
      requireUsable(runtime);
      brake.whileOn(isolation.freezer()::freeze);
      Optional<ApiTls> tls = ApiTls.load(config.tls(), state.root(), address.host(), random, clock);
      notices = notices(runtime, keyring.master(), audit, tls, brake);
      // With a broken log nothing takes effect, but the brakes must: deny, revoke and terminate need a running API.
      audit.recordBestEffort(new AuditEvent("system", "", "start", "system",
          "version " + ControlPlane.VERSION + ", runtime " + runtime.name() + " " + runtime.version() + " on "
              + runtime.platform() + " " + runtime.mode() + ", " + warnings(runtime) + ", master key "
              + keyring.master().id() + " " + keyring.master().strength()));
      keep(() -> audit.recordBestEffort(new AuditEvent("system", "", "stop", "system", "stopped in order")));
      audit.recordBestEffort(new AuditEvent("system", "", "config", "system", ConfigWords.line(config)));

      ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timers").factory());
      keep(timers::shutdownNow);
      Timer timer = Timer.of(timers, clock);
      RefusalLimit refusals = keep(new RefusalLimit(audit::recordBestEffort, clock, timer::at));
      ModelSide models = keep(new ModelSide(ledger, keyring, registry, events, metering.listener(),
          metering.guard(), metering.leaks(), brake, clock, ControlPlaneConfig.environment()));
      SessionFeed feed = new SessionFeed(events, unsettled);
      AgentLaunch launch = new AgentLaunch(image.agent(), isolation.workspaces(),
          config.boxes().limits(), config.folders().workspace(),
          models::dialect, grants::tools);
      BoxWorkers workers = new BoxWorkers(isolation.isolator(), database, audit, clock, new BoxIds(random), brake,
          isolation.freezer()::freeze, refusals);
      ToolDoor toolDoor = keep(new ToolDoor());
      BoxSupervisor supervisor = keep(new BoxSupervisor(registry, queues, launch, workers, feed, config.boxes(), clock,
          listener -> new BoxServer(isolation.sockets(), models.proxy(), toolDoor, listener, clock,
              isolation.socketModes(),
              BoxLimits.DEFAULT.withModelCalls(config.modelRate().perSecond(), config.modelRate().burst()))));

      BudgetQuestions budgetQuestions = keep(
          new BudgetQuestions(ledger, registry, events, timer, clock, random));
      metering.attach(budgetQuestions::look);
      Vault vault = new Vault(ledger, keyring, clock, metering.leaks(), grants::revokeCredential);
      grants.revokeCredentialsBut(vault.names(), "system");
      ExecutorService schedulerThread = Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("scheduler").factory());
      keep(schedulerThread);
      Scheduler scheduler = keep(new Scheduler(
          new SchedulerParts(ledger, registry, queues, supervisor, events, brake, timer, clock), schedulerThread));
      Schedules schedules = new Schedules(ledger, registry, scheduler);
      feed.attach(scheduler);
      AgentNotices agents = new AgentNotices(queues, supervisor, id -> registry.session(id).isPresent());
      HostFacts host = new HostFacts(models::facts, mount -> isolation.isolator().unmountable(
          new SandboxSpec.Mount(mount.name(), Path.of(mount.source()), mount.writable())),
          () -> Optional.of(models.standard()), config.folders().keepRetired(), vault::hosts);
      RetiredFiles retired = keep(new RetiredFiles(registry, queues, unsettled, isolation.workspaces(), audit, clock,
          config.folders().keepRetired(), brake,
          id -> supervisor.boxes().stream().anyMatch(box -> box.agentGroup().equals(id) && box.box().isPresent()),
          isolation.isolator()::forget));
      JobSide jobs = keep(new JobSide(new JobSide.Shared(state, config.jobs(), config.runtime(), ledger, audit,
          jobEvents, events, metering, models, registry, vault, tokens, refusals, brake, timer, clock, random, image,
          network, agents)));
      Gateway gateway = keep(new Gateway(ledger,
          new GatewayParts(registry, grants, host, events, jobs.effect(changed -> {
            spread(registry, supervisor, retired, changed);
            scheduler.look();
            budgetQuestions.look();
          }, registry, agents),
              agents::outcome,
              new AskingMessages(queues), timer, clock, random, brake, stepUps,
              new TokenApprovers(tokens)),
          new GatewaySettings(config.changeExpiry(), MAX_PENDING_CHANGES)));
      Outside outside = keep(new Outside(new Outside.Shared(registry, grants, vault, metering.leaks(), network, ledger,
          refusals, clock, brake), config.searchBackend(), gateway::submit));
      ChannelRegistry channels = new ChannelRegistry(List.of(new WebChatChannel(events),
          new AgentChannel(ledger, registry, queues, supervisor, clock)), metering.leaks()::redact);
      Notes notes = new Notes(ledger, (agent, id) -> events.publish("note.changed",
          Map.of("agentGroupId", agent.value(), "id", id), true), clock);
      Attachments attachments = new Attachments(ledger);
      WorkspaceFolders files = new WorkspaceFolders(isolation.workspaces(), isolation.keepsWorkspaces());
      List<HostTool> hostTools = new ArrayList<>(
          TaskTools.of(new TaskTools.Host(schedules, registry, queues, gateway::submit, clock)));
      hostTools.add(new DestinationsTool(registry, queues, channels));
      hostTools.add(
          new SendFileTool(attachments, registry, queues, channels, files, feed::committed, clock));
      hostTools.add(new RememberTool(notes));
      hostTools.add(new RecallTool(notes));
      hostTools.addAll(outside.tools());
      hostTools.addAll(jobs.tools(gateway::submit, clock));
      ToolUses uses = (agent, session, tool, use) -> grants.use(agent, session, tool, use, supervisor::changed);
      toolDoor.open(new HostTools(hostTools), uses);
      // A message that brings a file was paid for by the call that sent it.
      ToolUses sending = (agent, session, tool, row) -> attachments.call(session, row)
          .map(call -> uses.use(agent, session, ToolName.SEND_FILE, call))
          .orElseGet(() -> uses.use(agent, session, tool, row));
      CapabilityAction requests = new CapabilityAction(gateway::submit);
      Questions questions = keep(new Questions(ledger, queues, supervisor, events, timer, clock));
      OutboundPump pump = keep(new OutboundPump(queues, unsettled, registry, sending, channels,
          new SystemActionHandler(uses, List.of(requests, new CreateAgentAction(requests),
              new AskAction(questions, registry, queues, channels))),
          database, audit, supervisor, clock, random, brake,
          refusals));
      feed.attach(pump);
      Router router = new Router(registry, queues, supervisor, questions);
      PanicControl panic = keep(new PanicControl(brake,
          new PanicSteps(() -> {
            try {
              return isolation.freezer().freeze();
            } finally {
              jobs.freeze();
            }
          }, () -> {
            models.proxy().cut();
            toolDoor.cut();
            outside.cut();
            jobs.cut();
          }, supervisor::afresh, gateway::resume,
              () -> {
                isolation.freezer().thaw();
                jobs.thaw();
              }, () -> {
                supervisor.resume(unsettled.all());
                pump.resume();
                retired.look();
                scheduler.look();
              }),
          audit, events, clock));
      BoxControl control = new BoxControl(supervisor, isolation.isolator(), panic, isolation.selftest(),
          image.agent().digest());
      metering.watch(supervisor::boxes, unsettled::all, gateway::pending, audit);
      supervisor.recover();
      // First: what the gateway goes on with may start a job, and end one that runs on.
      jobs.start();
      gateway.resume();
      questions.resume();
      budgetQuestions.look();
      pump.resume();
      supervisor.resume(unsettled.all());
      retired.look();
      scheduler.start();
      WorkspaceInbox inbox = new WorkspaceInbox(ledger, registry, files, state.child("incoming"),
          config.folders().workspace());
      inbox.sweep();
      // Last, so that no request meets a session whose running box is not adopted yet.
      api = keep(ApiServer.start(
          new ApiSettings(address, tls, Optional.of(state.root().resolve("api.sock")),
              ApiToken.of(config.token(), state.root(), random), ControlPlane.VERSION, state.root(), ApiLimits.DEFAULT,
              settings),
          new ApiParts(gateway, registry, retired, router, questions, attachments, inbox, notes, schedules, queues,
              control, audit, tokens, stepUps, keyring,
              upkeep,
              events,
              notReady::get, clock, random, host, models.providers(), models.proxy()::pauses, metering.meter(),
              budgetQuestions,
              metering.metrics(), vault, jobs.api(), jobs.images(), jobs.commands())));
      // Above the server, so that its streams end before it waits for them.
      keep(events);
      keep(new EventCounts(events, metering.metrics()));
      notReady.set(Optional.empty());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void spread(Registry registry, BoxSupervisor supervisor, RetiredFiles retired,
      Optional<AgentGroupId> changed) {
    changed.map(List::of).orElseGet(() -> registry.agentGroups().stream().map(AgentGroup::id).toList())
        .forEach(supervisor::changed);
    retired.look();
  }

  static MasterKeyPlaces places(MasterKeyChoice choice, Path stateFolder) {
    ProcessRunner processes = new ProcessRunner();
    return choice.places(stateFolder,
        Keychains.of(System.getProperty("os.name", ""), ControlPlaneConfig.environment(), processes), processes);
  }

  private static AuditSettings auditSettings(ControlPlaneConfig config, EventHub events) {
    return AuditSettings.DEFAULT.withAgents(new AgentOfStore())
        .withAppended(seq -> events.publish("audit.appended", Map.of("seq", seq), false))
        .withWitnesses(config.auditWitnesses().stream().map(Witness::parse).toList());
  }

  private static void requireUsable(RuntimeReport runtime) {
    if (!runtime.usable()) {
      IronclawException unusable = new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "start the " + runtime.name() + " runtime: " + String.join("; ", runtime.problems()));
      throw runtime.flag().map(unusable::in).orElse(unusable);
    }
  }

  private static List<String> notices(RuntimeReport runtime, MasterKeyStatus master, AuditLog audit,
      Optional<ApiTls> tls, Brake brake) {
    List<String> notices = new ArrayList<>(runtime.warnings());
    brake.panic().ifPresent(panic -> notices.add("EVERYTHING IS STOPPED since " + panic.since() + " by " + panic.by()
        + ": `ironctl resume` lets it go on"));
    audit.fault().ifPresent(fault -> notices.add("THE AUDIT LOG IS BROKEN, nothing will take effect: " + fault));
    notices.addAll(audit.warnings());
    Optional.of(master).filter(key -> key.source().equals("file"))
        .ifPresent(key -> notices.add("master key: " + key.strength()));
    tls.ifPresent(shown -> notices.add("TLS certificate, SHA-256: " + shown.fingerprint()));
    return List.copyOf(notices);
  }

  private static String warnings(RuntimeReport runtime) {
    return runtime.warnings().isEmpty() ? "no warnings" : String.join("; ", runtime.warnings());
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  URI address() {
    return api.address();
  }

  Path stateDir() {
    return state.root();
  }

  List<String> notices() {
    return notices;
  }

  @Override
  public synchronized void close() {
    notReady.set(Optional.of("stopping"));
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("step=close part={}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
