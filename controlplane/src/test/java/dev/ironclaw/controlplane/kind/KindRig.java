package dev.ironclaw.controlplane.kind;

import java.util.Set;
import java.util.HashSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.User;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/// Kinds against a real registry: the agents `anna` and `ben`, the owner `cli:olga`.
final class KindRig implements AutoCloseable {
  static final Optional<AgentGroupId> ANNA = Optional.of(new AgentGroupId("anna"));
  static final Optional<AgentGroupId> BEN = Optional.of(new AgentGroupId("ben"));
  static final UserId OLGA = new UserId("cli:olga");

  private final Database state;
  final Registry registry;
  /// Sources that are gone.
  final Set<String> unmountable = new HashSet<>();

  final Map<String, HostFacts.Provider> upstreams = new TreeMap<>(BasisFixture.HOST.upstreams().get());

  KindRig(Path folder) {
    state = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    registry = new Registry(state, Clock.systemUTC(), new Random(7));
    write(List.of(
        new RegistryEdit.CreateAgent(new AgentGroup(ANNA.orElseThrow(), 1, "Anna", "anna", "mock", "mock-1",
            new Persona("I am Anna.", "", "Be brief."), List.of("read_file"))),
        new RegistryEdit.CreateAgent(new AgentGroup(BEN.orElseThrow(), 1, "Ben", "ben", "mock", "mock-1",
            Persona.EMPTY, List.of())),
        new RegistryEdit.PutUser(new User(OLGA, "cli", "Olga")),
        new RegistryEdit.PutRole(new RoleGrant(OLGA, Role.OWNER, Optional.empty()))));
  }

  Basis base(Optional<AgentGroupId> agent) {
    return Basis.of(registry.snapshot(), new Stored(registry), host(), new TwoApprovers(), agent);
  }

  private HostFacts host() {
    return new HostFacts(() -> upstreams, mount -> unmountable.contains(mount.source())
        ? Optional.of("there is no folder " + mount.source())
        : BasisFixture.MOUNTS.apply(mount), BasisFixture.HOST::standardModel, BasisFixture.HOST.keepRetired(),
        BasisFixture.HOST.vaultHosts());
  }

  private record Stored(Registry registry) implements Basis.Places {
    @Override
    public Optional<MessagingGroup> find(String channelType, String platformId, String instance) {
      return registry.messagingGroup(channelType, platformId, instance);
    }

    @Override
    public Optional<MessagingGroup> find(MessagingGroupId id) {
      return registry.messagingGroup(id);
    }
  }

  Asked<?> ask(ChangeKind kind, Optional<AgentGroupId> agent, String after) {
    return Asked.parse(kind, BasisFixture.json(after), base(agent));
  }

  boolean write(List<RegistryEdit> edits) {
    return state.write(connection -> registry.apply(connection, edits));
  }

  /// Verifies and applies.
  ///
  /// @return what undoes it
  JsonNode applied(ChangeKind kind, Optional<AgentGroupId> agent, JsonNode after) {
    Asked<?> asked = Asked.parse(kind, after, base(agent));
    assertThat(VerifierChain.standard().verify(asked)).as("%s %s", kind, after).isEmpty();
    JsonNode before = asked.before();
    assertThat(write(asked.edits())).as("%s %s", kind, after).isTrue();
    return before;
  }

  JsonNode applied(ChangeKind kind, Optional<AgentGroupId> agent, String after) {
    return applied(kind, agent, BasisFixture.json(after));
  }

  /// Applies, undoes, does it again from what the undoing says, and undoes that: the registry is twice as it was.
  void undoesExactly(ChangeKind kind, Optional<AgentGroupId> agent, Optional<AgentGroupId> afterwards, String after) {
    String start = everything();
    JsonNode before = applied(kind, agent, BasisFixture.json(after));
    String changed = everything();
    assertThat(changed).as("%s has an effect", after).isNotEqualTo(start);
    JsonNode again = applied(kind, afterwards, before);
    assertThat(everything()).as("undoing %s", after).isEqualTo(start);
    JsonNode beforeAgain = applied(kind, agent, again);
    assertThat(everything()).as("doing %s again", after).isEqualTo(changed);
    applied(kind, afterwards, beforeAgain);
    assertThat(everything()).as("undoing %s again", after).isEqualTo(start);
  }

  void undoesExactly(ChangeKind kind, Optional<AgentGroupId> agent, String after) {
    undoesExactly(kind, agent, agent, after);
  }

  void refuses(ChangeKind kind, Optional<AgentGroupId> agent, String after, String words) {
    assertThatThrownBy(() -> ask(kind, agent, after)).as(after)
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).as(after).isEqualTo(ErrorCode.INVALID_PAYLOAD))
        .hasMessageContaining(words).hasMessageContaining("accepted: ");
  }

  void rejects(ChangeKind kind, Optional<AgentGroupId> agent, String after, String words) {
    Asked<?> asked = ask(kind, agent, after);
    assertThat(VerifierChain.standard().verify(asked)).as(after)
        .hasValueSatisfying(rejection -> assertThat(rejection.reason()).contains(words));
    // A rejected change is stored and shown too.
    asked.card();
    asked.before();
  }

  /// The whole registry as text; revisions and the version aside.
  String everything() {
    RegistrySnapshot now = registry.snapshot();
    StringBuilder text = new StringBuilder();
    sorted(text, now.agentGroups().values().stream().map(agent -> agent.withRevision(0)).toList());
    now.wirings().values().stream().flatMap(List::stream).map(Object::toString).sorted()
        .forEach(line -> text.append(line).append('\n'));
    sorted(text, now.users().values());
    sorted(text, now.roles());
    sorted(text, now.members());
    sorted(text, now.destinations());
    sorted(text, now.reach().egress());
    sorted(text, now.reach().vault());
    sorted(text, now.reach().commands().values());
    sorted(text, now.reach().jobs().values());
    sorted(text, now.schedules().values());
    text.append(now.policy());
    // A place that nobody is wired to is as strict as one that does not exist.
    registry.messagingGroups().stream()
        .filter(place -> place.unknownSenderPolicy() != MessagingGroup.UnknownSenderPolicy.STRICT)
        .forEach(place -> text.append(place).append('\n'));
    return text.toString();
  }

  private static void sorted(StringBuilder text, Collection<?> rows) {
    rows.stream().map(Object::toString).sorted().forEach(line -> text.append(line).append('\n'));
  }

  /// A card as its golden file has it.
  void showsAs(String golden, ChangeKind kind, Optional<AgentGroupId> agent, String after) throws IOException {
    String shown = text(ask(kind, agent, after).card());
    try (InputStream file = KindRig.class.getResourceAsStream("/golden/cards/" + golden + ".txt")) {
      assertThat(file).as("golden/cards/%s.txt for:%n%s", golden, shown).isNotNull();
      assertThat(shown).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static String text(CardParts card) {
    StringBuilder text = new StringBuilder(card.risk() + ": " + card.title() + "\n");
    card.gains().forEach(gain -> text.append("+ ").append(gain).append('\n'));
    card.loses().forEach(loss -> text.append("- ").append(loss).append('\n'));
    card.differences().forEach(part -> text.append("== ").append(part.label()).append('\n')
        .append(part.before().indent(2)).append("->\n").append(part.after().indent(2)));
    return text.toString();
  }

  @Override
  public void close() {
    state.close();
  }
}
