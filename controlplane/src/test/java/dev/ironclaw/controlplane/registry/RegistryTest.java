package dev.ironclaw.controlplane.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");
  private static final UserId ALICE = new UserId("slack:alice");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir
  Path folder;
  private Database state;
  private Registry registry;

  @BeforeEach
  void open() {
    state = Database.open(folder.resolve("state.db"), new byte[32],
        StateSchema.current());
    registry = new Registry(state, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void reopen(Instant now) {
    close();
    state = Database.open(folder.resolve("state.db"), new byte[32],
        StateSchema.current());
    registry = new Registry(state, Clock.fixed(now, ZoneOffset.UTC));
  }

  private boolean done(Database.Work<Boolean> work) {
    return state.write(work);
  }

  private static AgentGroup group(AgentGroupId id, long revision, String... tools) {
    return new AgentGroup(id, revision, "Name", id.value(), "mock", "mock-1",
        new BoxConfig.Persona("who", "how", "what"), List.of(tools));
  }

  @Test
  void keepsAnAgentGroupWholeOverARestart() {
    AgentGroup anna = group(ANNA, 1, "send_message", "list_dir");
    state.write(connection -> registry.createAgentGroup(connection, anna));
    reopen(NOON);
    assertThat(registry.agentGroup(ANNA)).contains(anna);
    assertThat(registry.agentGroups()).containsExactly(anna);
  }

  @Test
  void replacesAnAgentGroupOnlyFromTheRevisionBefore() {
    state.write(connection -> registry.createAgentGroup(connection, group(ANNA, 1)));
    assertThat(registry.agentGroup(ANNA)).contains(group(ANNA, 1));

    assertThat(done(connection -> registry.replaceAgentGroup(connection, group(ANNA, 2, "read_file"))))
        .isTrue();
    assertThat(done(connection -> registry.replaceAgentGroup(connection, group(ANNA, 2, "write_file"))))
        .isFalse();
    assertThat(done(connection -> registry.replaceAgentGroup(connection, group(ANNA, 4)))).isFalse();

    assertThat(registry.agentGroup(ANNA)).contains(group(ANNA, 2, "read_file"));
  }

  @Test
  void neverOverwritesAnAgentGroupOrLendsItsFolder() {
    state.write(connection -> registry.createAgentGroup(connection, group(ANNA, 1)));
    AgentGroup sameFolder = new AgentGroup(BERT, 1, "Bert", "anna", "mock", "m", BoxConfig.Persona.EMPTY, List.of());
    assertThat(done(connection -> registry.createAgentGroup(connection, group(ANNA, 1, "write_file"))))
        .isFalse();
    assertThat(done(connection -> registry.createAgentGroup(connection, sameFolder))).isFalse();
    assertThat(registry.agentGroups()).containsExactly(group(ANNA, 1));
  }

  @Test
  void showsNothingOfAnUndoneChangeAndEverythingOfTheNextOne() throws Exception {
    assertThat(registry.access(ALICE, ANNA).allowed()).isFalse();
    assertThatThrownBy(() -> state.write(connection -> {
      registry.putMember(connection, ALICE, ANNA);
      throw new IllegalStateException("audit failed");
    })).isInstanceOf(IllegalStateException.class);
    assertThat(registry.access(ALICE, ANNA).allowed()).isFalse();

    try (var readers = Executors.newSingleThreadExecutor()) {
      Future<Access> meanwhile = state.write(connection -> {
        registry.putMember(connection, ALICE, ANNA);
        // A reader that asks now, before the commit, waits for it: the old answer must not stick.
        return readers.submit(() -> registry.access(ALICE, ANNA));
      });
      assertThat(meanwhile.get().allowed()).isTrue();
    }
    assertThat(registry.access(ALICE, ANNA).allowed()).isTrue();
    state.write(connection -> registry.removeMember(connection, ALICE, ANNA));
    assertThat(registry.access(ALICE, ANNA).allowed()).isFalse();
  }

  @Test
  void namesTheStrongestAccess() {
    state.write(connection -> {
      registry.putMember(connection, ALICE, ANNA);
      return true;
    });
    assertThat(registry.access(ALICE, ANNA)).isEqualTo(new Access(true, "member"));
    assertThat(registry.access(ALICE, BERT)).isEqualTo(new Access(false, "no-access"));
    grant(new RoleGrant(ALICE, Role.ADMIN, Optional.of(ANNA)));
    assertThat(registry.access(ALICE, ANNA)).isEqualTo(new Access(true, "scoped-admin"));
    assertThat(registry.access(ALICE, BERT)).isEqualTo(new Access(false, "no-access"));
    grant(new RoleGrant(ALICE, Role.ADMIN, Optional.empty()));
    assertThat(registry.access(ALICE, BERT)).isEqualTo(new Access(true, "global-admin"));
    grant(new RoleGrant(ALICE, Role.OWNER, Optional.empty()));
    assertThat(registry.access(ALICE, BERT)).isEqualTo(new Access(true, "owner"));
    state.write(connection -> registry.removeRole(connection, new RoleGrant(ALICE, Role.OWNER, Optional.empty())));
    assertThat(registry.access(ALICE, BERT)).isEqualTo(new Access(true, "global-admin"));
    assertThatThrownBy(() -> new RoleGrant(ALICE, Role.OWNER, Optional.of(ANNA)))
        .isInstanceOf(IronclawException.class);
  }

  private void grant(RoleGrant grant) {
    state.write(connection -> {
      registry.putRole(connection, grant);
      return true;
    });
  }

  @Test
  void givesAPlaceOneIdHoweverManyAskAtOnce() throws Exception {
    Set<Object> ids = inParallel(() -> registry.resolveMessagingGroup("slack", "C1", "", true).id());
    assertThat(ids).hasSize(1);
    assertThat(registry.resolveMessagingGroup("slack", "C1", "other", true).id()).isNotIn(ids);
    assertThat(registry.messagingGroups()).hasSize(2);
    assertThat(registry.messagingGroup("slack", "C1", "").orElseThrow().unknownSenderPolicy())
        .isEqualTo(UnknownSenderPolicy.STRICT);
  }

  @Test
  void seesAChangedPolicyAtOnce() {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    assertThat(registry.messagingGroup(place.id())).contains(place);
    assertThat(registry.messagingGroup("slack", "C1", "")).contains(place);
    state.write(
        connection -> registry.putUnknownSenderPolicy(connection, place.id(), UnknownSenderPolicy.PUBLIC));
    assertThat(registry.messagingGroup(place.id()).orElseThrow().unknownSenderPolicy())
        .isEqualTo(UnknownSenderPolicy.PUBLIC);
    assertThat(registry.messagingGroup("slack", "C1", "").orElseThrow().unknownSenderPolicy())
        .isEqualTo(UnknownSenderPolicy.PUBLIC);
  }

  @Test
  void listsWiringsByPriorityThenId() {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    state.write(connection -> {
      registry.createAgentGroup(connection, group(ANNA, 1));
      for (var wiring : List.of(wiring("wr_b", place, 1), wiring("wr_c", place, 9), wiring("wr_a", place, 1))) {
        registry.putWiring(connection, wiring);
      }
      return true;
    });
    reopen(NOON);
    assertThat(registry.wirings(place.id())).containsExactly(wiring("wr_c", place, 9), wiring("wr_a", place, 1),
        wiring("wr_b", place, 1));
    state.write(connection -> registry.removeWiring(connection, new WiringId("wr_a")));
    assertThat(registry.wirings(place.id())).hasSize(2);
  }

  private static Wiring wiring(String id, MessagingGroup place, int priority) {
    return new Wiring(new WiringId(id), place.id(), ANNA, EngageMode.MENTION_STICKY, "^hi", SenderScope.KNOWN,
        IgnoredMessagePolicy.ACCUMULATE, SessionMode.AGENT_SHARED, priority);
  }

  @Test
  void partsSessionsByTheirMode() {
    MessagingGroup one = registry.resolveMessagingGroup("slack", "C1", "", true);
    MessagingGroup two = registry.resolveMessagingGroup("slack", "C2", "", true);
    Optional<String> thread = Optional.of("t1");

    Session shared = registry.resolveSession(ANNA, one.id(), thread, SessionMode.SHARED);
    assertThat(registry.resolveSession(ANNA, one.id(), Optional.of("t2"), SessionMode.SHARED)).isEqualTo(shared);
    assertThat(registry.resolveSession(ANNA, two.id(), thread, SessionMode.SHARED).id()).isNotEqualTo(shared.id());
    assertThat(registry.resolveSession(BERT, one.id(), thread, SessionMode.SHARED).id()).isNotEqualTo(shared.id());

    Session threaded = registry.resolveSession(ANNA, one.id(), thread, SessionMode.PER_THREAD);
    assertThat(threaded.threadId()).isEqualTo(thread);
    assertThat(registry.resolveSession(ANNA, one.id(), Optional.of("t2"), SessionMode.PER_THREAD).id())
        .isNotEqualTo(threaded.id());

    Session everywhere = registry.resolveSession(ANNA, one.id(), thread, SessionMode.AGENT_SHARED);
    assertThat(everywhere.messagingGroup()).isEmpty();
    assertThat(registry.resolveSession(ANNA, two.id(), Optional.empty(), SessionMode.AGENT_SHARED))
        .isEqualTo(everywhere);

    assertThat(registry.sessions()).hasSize(6);
    reopen(NOON);
    assertThat(registry.session(threaded.id())).contains(threaded);
    assertThat(registry.resolveSession(ANNA, one.id(), thread, SessionMode.PER_THREAD)).isEqualTo(threaded);
  }

  @Test
  void findsASessionWithoutMakingIt() {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    assertThat(registry.findSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED)).isEmpty();
    assertThat(registry.sessions()).isEmpty();
  }

  @Test
  void givesAPlaceOneSessionHoweverManyAskAtOnce() throws Exception {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    assertThat(inParallel(
        () -> registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED).id())).hasSize(1);
    assertThat(registry.sessions()).hasSize(1);
  }

  @Test
  void keepsActivityInMemoryUntilItIsFlushed() {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    Session old = registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED);
    reopen(NOON.plusSeconds(5));
    Session young = registry.resolveSession(BERT, place.id(), Optional.empty(), SessionMode.SHARED);
    assertThat(registry.sessions()).extracting(Session::id).containsExactly(young.id(), old.id());

    reopen(NOON.plusSeconds(9));
    registry.touch(old.id());
    assertThat(registry.session(old.id()).orElseThrow().lastActive()).isEqualTo(NOON.plusSeconds(9));
    assertThat(registry.sessions()).extracting(Session::id).containsExactly(old.id(), young.id());

    registry.flush();
    reopen(NOON);
    assertThat(registry.session(old.id()).orElseThrow().lastActive()).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void remembersThatASessionWasAddressed() {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    Session session = registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED);
    assertThat(registry.isSticky(session.id())).isFalse();
    registry.makeSticky(session.id());
    assertThat(registry.isSticky(session.id())).isTrue();
    reopen(NOON);
    assertThat(registry.isSticky(session.id())).isTrue();
  }

  @Test
  void letsAnAgentReachOnlyTheExactDestination() {
    Destination granted = new Destination(ANNA, "slack", "C9");
    state.write(connection -> {
      registry.putDestination(connection, granted);
      return true;
    });
    assertThat(registry.mayReach(ANNA, "slack", "C9")).isTrue();
    assertThat(registry.mayReach(BERT, "slack", "C9")).isFalse();
    assertThat(registry.mayReach(ANNA, "slack", "c9")).isFalse();
    state.write(connection -> registry.removeDestination(connection, granted));
    assertThat(registry.mayReach(ANNA, "slack", "C9")).isFalse();
  }

  @Test
  void holdsAStrangersMessagesOnceAndNotWithoutEnd() {
    MessagingGroup place = registry.resolveMessagingGroup("slack", "C1", "", true);
    HeldMessage first = held(place, "e0", ALICE);
    assertThat(registry.hold(first)).isTrue();
    assertThat(registry.hold(first)).isTrue();
    for (int i = 1; i < HeldSenderStore.MAX_MESSAGES; i++) {
      assertThat(registry.hold(held(place, "e" + i, ALICE))).isTrue();
    }
    assertThat(registry.hold(held(place, "one-more", ALICE))).isFalse();
    assertThat(registry.hold(first)).isTrue();
    assertThat(registry.heldSenders()).containsExactly(
        new HeldSender(place.id(), ANNA, ALICE, "Alice", NOON, NOON, HeldSenderStore.MAX_MESSAGES));

    HeldSenderStore store = new HeldSenderStore();
    state.write(connection -> {
      for (int i = 1; i < HeldSenderStore.MAX_SENDERS; i++) {
        assertThat(store.hold(connection, held(place, "e", new UserId("slack:u" + i)), NOON)).as("%d", i).isTrue();
      }
      return true;
    });
    assertThat(registry.hold(held(place, "e", new UserId("slack:last")))).isFalse();
  }

  private static HeldMessage held(MessagingGroup place, String event, UserId user) {
    return new HeldMessage(new MessageId(event + "-" + user.value().replace(':', '-')), place.id(), ANNA, user, "Alice",
        Optional.empty(), "let me in");
  }

  /// What eight threads got that asked at the same moment.
  private static Set<Object> inParallel(Callable<Object> question) throws Exception {
    Set<Object> answers = new HashSet<>();
    CyclicBarrier together = new CyclicBarrier(8);
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Object>> calls = Collections.nCopies(8, () -> {
        together.await();
        return question.call();
      });
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
