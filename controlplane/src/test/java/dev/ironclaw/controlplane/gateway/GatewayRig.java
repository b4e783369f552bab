package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.kind.BasisFixture;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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

  final FakeTimer time = new FakeTimer();
  private final Random grantIds = new Random(5);
  final Database database;
  final FakeLedger ledger;
  Brake brake = Brake.loose();
  final List<AgentGroupId> effects = new CopyOnWriteArrayList<>();
  final List<Change> told = new CopyOnWriteArrayList<>();
  final Session session;
  volatile boolean effectFails;
  volatile Askings.@Nullable Asking asking;
  Registry registry;
  Grants grants;
  EventHub hub;
  Gateway gateway;

  GatewayRig(Path folder) {
    this(folder, GatewaySettings.DEFAULT);
  }

  GatewayRig(Path folder, GatewaySettings settings) {
    database = Database.open(folder.resolve("state.db"), new byte[32],
        StateSchema.current());
    ledger = new FakeLedger(database);
    registry = new Registry(database, time);
    grants = new Grants(ledger, registry, time, grantIds, brake);
    hub = new EventHub(new Random(1));
    database.write(connection -> registry.createAgentGroup(connection, new AgentGroup(AGENT, 1, "mock-agent",
        "mock-agent", "mock", "mock-1", new Persona("", "", "Be brief."), List.of("list_dir", "read_file"))));
    session = registry.resolveSession(AGENT, registry.resolveMessagingGroup("cli", "dev-dm", "", false).id(),
        Optional.empty(), SessionMode.SHARED);
    gateway = start(settings);
  }

  private Gateway start(GatewaySettings settings) {
    return new Gateway(ledger, new GatewayParts(registry, grants, HOST, hub, group -> {
      ledger.fuse.step();
      if (effectFails) {
        throw new IllegalStateException("the box does not answer");
      }
      group.ifPresent(effects::add);
      ledger.fuse.step();
    }, change -> {
      ledger.fuse.step();
      told.add(change);
      ledger.fuse.step();
    }, _ -> Optional.ofNullable(asking), time, time, new Random(2), brake), settings);
  }

  GatewayParts parts(CapabilityEffect effect, OutcomeSink outcomes) {
    return new GatewayParts(registry, grants, HOST, hub, effect, outcomes, _ -> Optional.empty(), time, time,
        new Random(2));
  }

  /// What a new process finds: the files, and nothing of the old one's memory.
  void restart() {
    restart(GatewaySettings.DEFAULT);
  }

  void restart(GatewaySettings settings) {
    ledger.fuse.mend();
    time.forgetAlarms();
    registry = new Registry(database, time);
    grants = new Grants(ledger, registry, time, grantIds, brake);
    hub = new EventHub(new Random(3));
    gateway = start(settings);
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
    database.close();
  }
}
