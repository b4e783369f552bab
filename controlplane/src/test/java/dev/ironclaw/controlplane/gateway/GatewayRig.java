package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.kind.BasisFixture;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.CutLog;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.User;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.stepup.StepUps;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway on a real state database, with everything around it in the test's hands.
final class GatewayRig implements AutoCloseable {
  static final AgentGroupId AGENT = new AgentGroupId("mock-agent");
  static final Principal.Operator ALICE = new Principal.Operator("alice");
  static final Principal.Operator BOB = new Principal.Operator("bob");
  static final String GIVE_WRITE = "{\"add\":[\"write_file\"]}";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final HostFacts HOST = new HostFacts(Set.of("mock", "other"), BasisFixture.MOUNTS);

  /// Grants that were revoked, expired or were used up.
  final List<Grant> over = new CopyOnWriteArrayList<>();
  final FakeTimer time = new FakeTimer();
  private final Random ids = new Random(5);
  final Database database;
  final FakeLedger ledger;
  final StepUps stepUps;
  Brake brake = Brake.loose();
  /// What may be mounted, from the next [#restart] on.
  Function<Mount, Optional<String>> unmountable = BasisFixture.MOUNTS;
  final List<AgentGroupId> effects = new CopyOnWriteArrayList<>();
  /// Names of tokens that were revoked.
  final Set<String> revoked = ConcurrentHashMap.newKeySet();
  final List<Change> told = new CopyOnWriteArrayList<>();
  final Session session;
  /// Another conversation with the same agent.
  final Session other;
  volatile boolean effectFails;
  Runnable beforeEffect = () -> {};
  private @Nullable Rewind rewind;
  private @Nullable Path logFolder;
  private int fileCalls = Integer.MAX_VALUE;
  private boolean filesGone;
  Runnable beforeFileFault = () -> {};
  volatile Askings.@Nullable Asking asking;
  Registry registry;
  Grants grants;
  EventHub hub;
  Gateway gateway;

  GatewayRig(Path folder) {
    this(folder, GatewaySettings.DEFAULT);
  }

  GatewayRig(Path folder, GatewaySettings settings) {
    this(folder, settings, UnaryOperator.identity());
  }

  /// @param writerSeam as in [Database#open]
  GatewayRig(Path folder, GatewaySettings settings, UnaryOperator<Connection> writerSeam) {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current(), writerSeam);
    ledger = new FakeLedger(database);
    stepUps = new StepUps(ledger, Keyring.open(folder), time, new Random(9));
    registry = new Registry(database, time, ids);
    grants = new Grants(ledger, registry, time, ids, brake, over::add);
    hub = new EventHub(new Random(1));
    database.write(connection -> registry.createAgentGroup(connection, seeded()));
    MessagingGroupId place = registry.resolveMessagingGroup("cli", "dev-dm", "", false).id();
    session = registry.resolveSession(AGENT, place, Optional.empty(), SessionMode.SHARED);
    other = registry.resolveSession(AGENT, place, Optional.of("thread"), SessionMode.PER_THREAD);
    gateway = start(settings);
  }

  private static AgentGroup seeded() {
    return new AgentGroup(AGENT, 1, "mock-agent", "mock-agent", "mock", "mock-1", new Persona("", "", "Be brief."),
        List.of("list_dir", "read_file"));
  }

  private Gateway start(GatewaySettings settings) {
    return new Gateway(ledger,
        new GatewayParts(registry, grants, new HostFacts(HOST.providers(), unmountable), hub, group -> {
          ledger.fuse.step();
          if (effectFails) {
            throw new IllegalStateException("the box does not answer");
          }
          beforeEffect.run();
          group.ifPresent(effects::add);
          ledger.fuse.step();
        }, change -> {
          ledger.fuse.step();
          told.add(change);
          ledger.fuse.step();
        }, _ -> Optional.ofNullable(asking), time, time, ids, brake, stepUps, new AliceAndBob()), settings);
  }

  GatewayParts parts(CapabilityEffect effect, OutcomeSink outcomes) {
    return new GatewayParts(registry, grants, HOST, hub, effect, outcomes, _ -> Optional.empty(), time, time,
        new Random(2), brake, stepUps, new AliceAndBob());
  }

  /// What a new process finds: the files, and nothing of the old one's memory.
  void restart() {
    restart(GatewaySettings.DEFAULT);
  }

  void restart(GatewaySettings settings) {
    reopenLog();
    ledger.fuse.mend();
    time.forgetAlarms();
    registry = new Registry(database, time, ids);
    grants = new Grants(ledger, registry, time, ids, brake, over::add);
    hub = new EventHub(new Random(3));
    gateway = start(settings);
  }

  /// From the next [#restart] on with a real audit log in this folder, whose files can be cut off too; without one where
  /// it is null.
  void logTo(@Nullable Path folder) {
    logFolder = folder;
  }

  /// Fails the n-th call on a file of the real log from now; with `forGood` all that follow too. 0 for none.
  void failFile(int nth, boolean forGood) {
    fileCalls = nth == 0 ? Integer.MAX_VALUE : nth;
    filesGone = forGood;
  }

  /// Whether the fault has come.
  boolean fileFailed() {
    return fileCalls <= 0;
  }

  private void fileStep() throws IOException {
    ledger.fuse.step();
    fileCalls--;
    if (fileCalls == 0) {
      beforeFileFault.run();
    }
    if (fileCalls == 0 || (fileCalls < 0 && filesGone)) {
      throw new IOException("No space left on device");
    }
  }

  private void reopenLog() {
    AuditLog old = ledger.log;
    if (old != null) {
      // A dead process writes nothing more.
      ledger.fuse.blowAt(1);
      try {
        old.close();
      } catch (Fuse.Crash _) {
        // As it is meant.
      }
    }
    ledger.fuse.mend();
    Path folder = logFolder;
    ledger.log = folder == null ? null : CutLog.open(database, folder, time, this::fileStep);
  }

  /// The state of the first day, with an owner, and another life.
  void rewind(long seed, GatewaySettings settings) {
    Rewind first = rewind;
    if (first == null) {
      UserId olga = new UserId("cli:olga");
      database.write(connection -> registry.apply(connection, List.of(
          new RegistryEdit.PutUser(new User(olga, "cli", "Olga")),
          new RegistryEdit.PutRole(new RoleGrant(olga, RoleGrant.Role.OWNER, Optional.empty())))));
      first = new Rewind(database);
      rewind = first;
    }
    first.rewind();
    ids.setSeed(seed);
    time.rewind();
    brake = Brake.loose();
    ledger.entries.clear();
    effects.clear();
    told.clear();
    restart(settings);
  }

  Change submit(String kind, String after) {
    return gateway.submit(request(Optional.empty(), kind, after));
  }

  ChangeSubmission request(Optional<ChangeId> id, String kind, String after) {
    return new ChangeSubmission(id, kind, Optional.of(AGENT), json(after), Optional.of("I need it"),
        new Principal.Agent(session.id()), Optional.of(new Origin(session.id(), Optional.of(new MessageId("in_1")))));
  }

  Change approve(Change change) {
    return gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), ALICE);
  }

  Change reject(Change change) {
    return gateway.decide(change.id(), false, "", Optional.of("no"), ALICE);
  }

  /// Sets the rules of deciding, as a human does.
  Change policy(String document) {
    Change change = gateway.submit(policyRequest(document));
    return gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), ALICE);
  }

  static ChangeSubmission policyRequest(String document) {
    return new ChangeSubmission(Optional.empty(), "policy", Optional.empty(), json(document), Optional.empty(), ALICE,
        Optional.empty());
  }

  /// Those who can approve, besides the owner.
  private final class AliceAndBob implements Approvers {
    @Override
    public boolean has(String operator) {
      return !revoked.contains(operator)
          && (operator.equals("local") || operator.equals("alice") || operator.equals("bob"));
    }

    @Override
    public int admins() {
      return 3;
    }
  }

  AgentGroup agent() {
    return registry.agentGroup(AGENT).orElseThrow();
  }

  List<String> stages(ChangeId id) {
    return ledger.entries.stream().filter(event -> event.subject().equals(id.value())).map(AuditEvent::stage).toList();
  }

  static ChangeId id(int n) {
    return new ChangeId("chg_%032x".formatted(n));
  }

  static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  @Override
  public void close() {
    gateway.close();
    hub.close();
    logFolder = null;
    reopenLog();
    database.close();
  }
}
