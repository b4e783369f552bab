package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.api.ApiAddress;
import dev.ironclaw.controlplane.api.ApiLimits;
import dev.ironclaw.controlplane.api.ApiParts;
import dev.ironclaw.controlplane.api.ApiServer;
import dev.ironclaw.controlplane.api.ApiSettings;
import dev.ironclaw.controlplane.api.ApiToken;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.box.BoxLimits;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.channel.WebChatChannel;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.gateway.GatewayParts;
import dev.ironclaw.controlplane.gateway.GatewaySettings;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.outbound.OutboundPump;
import dev.ironclaw.controlplane.outbound.SystemActionHandler;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.PanicControl;
import dev.ironclaw.controlplane.panic.PanicSteps;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Seed;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.session.AgentLaunch;
import dev.ironclaw.controlplane.session.BoxIds;
import dev.ironclaw.controlplane.session.BoxControl;
import dev.ironclaw.controlplane.session.BoxSupervisor;
import dev.ironclaw.controlplane.session.BoxWorkers;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final StateFolder state;
  private final ApiServer api;
  private final List<String> notices;

  Assembly(ControlPlaneConfig config) {
    ApiAddress address = ApiAddress.parse(config.apiAddress(), config.insecureListen());
    state = keep(StateFolder.open(config.stateDir()));
    try {
      Brake brake = Brake.of(state.root());
      Keyring keyring = Keyring.open(state.root(), config.masterKey().open(state.root(), new ProcessRunner()));
      Database database = keep(
          Database.open(state.root().resolve("state.db"), keyring.derived("state.db"), StateSchema.current()));
      AuditLog audit = keep(AuditLog.open(database, state.root(), keyring.derived("audit-signing"),
          keyring.derived("audit-sealing"), clock));
      Registry registry = new Registry(database, clock);
      keep(registry::flush);
      if (config.dev() && audit.fault().isEmpty()) {
        Seed.dev(registry, audit);
      }
      UnsettledSessions unsettled = new UnsettledSessions(database);
      SessionQueues queues = keep(
          new SessionQueues(state.child("sessions"), keyring, clock, unsettled::entering));
      EventHub events = new EventHub(random);
      ImageFolder image = ImageFolder.load(config.imageDir());
      IsolatorChoice.Chosen isolation = IsolatorChoice.of(config, state, image, new BoxIds(random));
      keep(isolation.resources());
      RuntimeReport runtime = isolation.isolator().fingerprint();
      requireUsable(runtime);
      brake.whileOn(isolation.freezer()::freeze);
      notices = notices(runtime, audit, brake);
      // With a broken log nothing takes effect, but the brakes must: deny, revoke and terminate need a running API.
      audit.recordBestEffort(new AuditEvent("system", "", "start", "system",
          "version " + ControlPlane.VERSION + ", runtime " + runtime.name() + " " + runtime.version() + " on "
              + runtime.platform() + " " + runtime.mode() + ", " + warnings(runtime) + ", master key "
              + keyring.master().id() + " " + keyring.master().strength()));

      MockUpstream mock = keep(new MockUpstream());
      ModelProxy models = keep(new ModelProxy(List.of(mock.upstream()), brake));
      SessionFeed feed = new SessionFeed(events, unsettled);
      AgentLaunch launch = new AgentLaunch(image.agent(), isolation.workspaces(),
          config.boxes().limits(), Map.of(mock.upstream().name(), mock.upstream().dialect()));
      BoxWorkers workers = new BoxWorkers(isolation.isolator(), database, audit, clock, new BoxIds(random), brake,
          isolation.freezer()::freeze);
      BoxSupervisor supervisor = keep(new BoxSupervisor(registry, queues, launch, workers, feed, config.boxes(), clock,
          listener -> new BoxServer(isolation.sockets(), models, listener, clock, isolation.socketModes(),
              BoxLimits.DEFAULT.withModelCalls(config.modelRate().perSecond(), config.modelRate().burst()))));

      ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timers").factory());
      keep(timers::shutdownNow);
      AgentNotices agents = new AgentNotices(queues, supervisor);
      HostFacts host = new HostFacts(Set.of(mock.upstream().name()), state.child("mounts"));
      Gateway gateway = keep(new Gateway(database, audit,
          new GatewayParts(registry, host, events, changed -> spread(registry, supervisor, changed), agents::outcome,
              new AskingMessages(queues), Timer.of(timers, clock), clock, random, brake),
          new GatewaySettings(config.changeExpiry(), MAX_PENDING_CHANGES)));
      ChannelRegistry channels = new ChannelRegistry(List.of(new WebChatChannel(events)));
      OutboundPump pump = keep(new OutboundPump(queues, unsettled, registry, channels,
          new SystemActionHandler(registry, gateway::submit), database, audit, supervisor, clock, random, brake));
      feed.attach(pump);
      Router router = new Router(registry, queues, supervisor);
      PanicControl panic = keep(new PanicControl(brake,
          new PanicSteps(isolation.freezer()::freeze, models::cut, supervisor::afresh, gateway::resume,
              isolation.freezer()::thaw, () -> {
                supervisor.resume(unsettled.all());
                pump.resume();
              }),
          audit, events, clock));
      BoxControl control = new BoxControl(supervisor, isolation.isolator(), panic, isolation.selftest());
      supervisor.recover();
      gateway.resume();
      pump.resume();
      supervisor.resume(unsettled.all());
      // Last, so that no request meets a session whose running box is not adopted yet.
      api = keep(ApiServer.start(
          new ApiSettings(address, Optional.of(state.root().resolve("api.sock")),
              ApiToken.of(config.token(), state.root(), random), ControlPlane.VERSION, state.root(), ApiLimits.DEFAULT),
          new ApiParts(gateway, registry, router, queues, control, audit, keyring, events, notReady::get, clock,
              random)));
      // Above the server, so that its streams end before it waits for them.
      keep(events);
      notReady.set(Optional.empty());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void spread(Registry registry, BoxSupervisor supervisor, Optional<AgentGroupId> changed) {
    changed.map(List::of).orElseGet(() -> registry.agentGroups().stream().map(AgentGroup::id).toList())
        .forEach(supervisor::changed);
  }

  private static void requireUsable(RuntimeReport runtime) {
    if (!runtime.usable()) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "start the " + runtime.name() + " runtime: " + String.join("; ", runtime.problems()));
    }
  }

  private static List<String> notices(RuntimeReport runtime, AuditLog audit, Brake brake) {
    List<String> notices = new ArrayList<>(runtime.warnings());
    brake.panic().ifPresent(panic -> notices.add("EVERYTHING IS STOPPED since " + panic.since() + " by " + panic.by()
        + ": `ironctl resume` lets it go on"));
    audit.fault().ifPresent(fault -> notices.add("THE AUDIT LOG IS BROKEN, nothing will take effect: " + fault));
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
