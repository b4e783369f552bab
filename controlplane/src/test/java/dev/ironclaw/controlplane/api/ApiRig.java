package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.jobimage.JobImages;
import dev.ironclaw.controlplane.jobimage.PackageSources;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.kind.TwoApprovers;
import dev.ironclaw.controlplane.session.RetiredFiles;
import dev.ironclaw.controlplane.provider.ProviderTable;
import dev.ironclaw.controlplane.provider.Providers;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.kind.BasisFixture;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.access.NewToken;
import dev.ironclaw.controlplane.access.TokenName;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.atrest.AtRest;
import dev.ironclaw.controlplane.atrest.Backup;
import dev.ironclaw.controlplane.atrest.DataKeyRotation;
import dev.ironclaw.controlplane.atrest.Upkeep;
import dev.ironclaw.controlplane.attachment.Attachments;
import dev.ironclaw.controlplane.attachment.WorkspaceFolders;
import dev.ironclaw.controlplane.attachment.WorkspaceInbox;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.gateway.GatewayParts;
import dev.ironclaw.controlplane.gateway.GatewaySettings;
import dev.ironclaw.controlplane.modelproxy.ProviderPause;
import dev.ironclaw.controlplane.note.Notes;
import dev.ironclaw.controlplane.question.Questions;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.PanicControl;
import dev.ironclaw.controlplane.panic.PanicSteps;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.schedule.Scheduler;
import dev.ironclaw.controlplane.schedule.SchedulerParts;
import dev.ironclaw.controlplane.schedule.Schedules;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.stepup.StepUps;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.metric.Metrics;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.usage.BudgetQuestions;
import dev.ironclaw.controlplane.usage.Meter;
import dev.ironclaw.controlplane.usage.Prices;
import dev.ironclaw.controlplane.usage.UsageListener;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// The API over the real gateway, registry, router, queues and audit log; only the boxes are not there.
final class ApiRig implements AutoCloseable {
  static final AgentGroupId AGENT = new AgentGroupId("mock-agent");
  static final String TOKEN = "the-token";
  static final String AUTH = "Authorization: Bearer " + TOKEN;

  final Path state;
  final FakeSessionControl sessions = new FakeSessionControl();
  final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
  final Database database;
  final AuditLog audit;
  /// What tokens hold for the time of day.
  final FakeClock tokenTime = new FakeClock();
  final Tokens tokens;
  final Registry registry;
  final SessionQueues queues;
  final Questions questions;
  final Scheduler scheduler;
  final EventHub hub = new EventHub(new Random(1));
  final Gateway gateway;
  final ApiServer server;
  final JobsRig jobs;
  final CommandsRig commands;
  private final RetiredFiles retired;
  final Meter meter;
  final BudgetQuestions budgetQuestions;
  final Metrics metrics = new Metrics();
  private final JobImages images;
  final RawHttp http;
  final Path socket;

  ApiRig(Path state) {
    this(state, ApiLimits.DEFAULT);
  }

  ApiRig(Path state, ApiLimits limits) {
    this(state, limits, Optional.empty());
  }

  ApiRig(Path state, ApiLimits limits, Optional<ApiTls> tls) {
    this.state = state;
    Clock clock = Clock.systemUTC();
    Keyring keyring = Keyring.open(state);
    database = Database.open(state.resolve("state.db"), keyring.derived("state.db"), StateSchema.current());
    audit = AuditLog.open(database, state, keyring.auditSigning(), keyring.auditSealing().getFirst(), clock);
    tokens = new Tokens(database, audit, tokenTime, new SecureRandom());
    registry = new Registry(database, clock);
    Ledger ledger = new StateLedger(database, audit);
    StepUps stepUps = new StepUps(ledger, keyring, tokenTime, new SecureRandom());
    queues = new SessionQueues(state.resolve("sessions"), keyring, clock);
    HostFacts host = new HostFacts(Set.of("mock", "other"), BasisFixture.MOUNTS,
        Optional.of(new HostFacts.ModelChoice("mock", "mock-1")), Duration.ofDays(30));
    gateway = new Gateway(ledger,
        new GatewayParts(registry, new Grants(ledger, registry, clock, new SecureRandom()),
            host, hub, _ -> {}, _ -> {},
            _ -> Optional.empty(), (_, _) -> () -> {}, clock, new SecureRandom(), Brake.loose(), stepUps,
            new TwoApprovers()),
        GatewaySettings.DEFAULT);
    database.write(connection -> registry.createAgentGroup(connection, new AgentGroup(AGENT, 1, "Mock agent",
        "mock-agent", "mock", "mock-1", new Persona("", "", "Be brief."), List.of("list_dir"))));
    sessions.panic = new PanicControl(Brake.of(state), new PanicSteps(() -> 3, () -> {}, () -> {}, () -> {}, () -> {},
        () -> {}), audit, hub, clock);
    socket = state.resolve("api.sock");
    AtRest atRest = new AtRest(database, Map.of(), queues, keyring);
    Upkeep upkeep = new Upkeep(
        new DataKeyRotation(state, keyring, atRest, audit, List.of(StepUps::reseal, Providers::reseal)),
        new Backup(state, atRest, audit, clock, new SecureRandom(), "0.1.0", Quota.DEFAULT));
    retired = new RetiredFiles(registry, queues, new UnsettledSessions(database), state.resolve("workspaces"), audit,
        clock, Duration.ofDays(30), sessions.panic().brake(), _ -> false, _ -> {});
    meter = new Meter(database, agent -> registry.agentGroup(agent).map(AgentGroup::budget).orElse(Budget.NONE),
        Prices.load(), UsageListener.NOBODY, clock, new SecureRandom());
    budgetQuestions = new BudgetQuestions(ledger, registry, hub, (_, _) -> () -> {}, clock, new SecureRandom());
    questions = new Questions(ledger, queues, _ -> {}, hub, (_, _) -> () -> {}, clock);
    scheduler = new Scheduler(new SchedulerParts(ledger, registry, queues, _ -> {}, hub, Brake.loose(),
        (_, _) -> () -> {}, clock), Runnable::run);
    scheduler.start();
    Schedules schedules = new Schedules(ledger, registry, scheduler);
    jobs = new JobsRig(state, ledger, hub);
    commands = new CommandsRig(state, registry, jobs, ledger, jobs.leaks);
    images = new JobImages(() -> {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "find a container engine: none answers");
    }, () -> new RootfsImage(state, "sha256:" + "0".repeat(64), List.of("/java")), PackageSources.usual(),
        state.resolve("images"), audit,
        clock, _ -> {});
    ApiParts parts = new ApiParts(gateway, registry, retired, new Router(registry, queues, _ -> {}, questions),
        questions, new Attachments(ledger), new WorkspaceInbox(ledger, registry,
            new WorkspaceFolders(state.resolve("workspaces"), true), state, Quota.DEFAULT),
        new Notes(ledger, (_, _) -> {}, clock), schedules, queues, sessions,
        audit, tokens, stepUps, keyring, upkeep, hub, notReady::get, clock, new SecureRandom(), host,
        new Providers(ProviderTable.load(), Map.of(), ledger, keyring, clock, List.of(),
            provider -> registry.agentGroups()
                .stream().filter(agent -> agent.provider().equals(provider)).map(AgentGroup::name).toList(),
            _ -> {}, (_, _) -> {}),
        _ -> List.of(new ProviderPause(Optional.of(AGENT), Instant.parse("2026-11-21T10:00:30Z"))), meter,
        budgetQuestions, metrics,
        new Vault(ledger, keyring, clock, new Leaks(LeakListener.NOBODY), (_, _) -> {}),
        jobs.parts(), images, commands.commands);
    server = ApiServer.start(new ApiSettings(new ApiAddress("127.0.0.1", 0), tls, Optional.of(socket),
        ApiToken.of(Optional.of(TOKEN), state, new SecureRandom()), "0.1.0", state, limits), parts);
    http = RawHttp.tcp(server.address().getPort());
  }

  /// With the token.
  RawHttp.Answer call(String method, String path, String body) {
    return http.send(method, path, body, AUTH);
  }

  /// The text of a new token.
  String mint(String name, Scope... scopes) {
    return tokens.create(new NewToken(new TokenName(name), Set.of(scopes), Optional.empty()),
        new Principal.Operator("local")).text();
  }

  /// The text of a new token that ends after an hour.
  String mintForAnHour(String name, Scope... scopes) {
    return tokens.create(new NewToken(new TokenName(name), Set.of(scopes), Optional.of(Duration.ofHours(1))),
        new Principal.Operator("local")).text();
  }

  void revoke(String name) {
    tokens.all().stream().filter(token -> token.name().value().equals(name))
        .forEach(token -> tokens.revoke(token.id(), new Principal.Operator("local")));
  }

  static String bearer(String text) {
    return "Authorization: Bearer " + text;
  }

  RawHttp.Answer get(String path) {
    return call("GET", path, "");
  }

  @Override
  public void close() {
    server.close();
    commands.close();
    jobs.close();
    retired.close();
    gateway.close();
    hub.close();
    queues.close();
    tokens.close();
    audit.close();
    meter.close();
    database.close();
  }
}
