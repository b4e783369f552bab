package dev.ironclaw.controlplane.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.HeldSender;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class RouterTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");
  private static final UserId ALICE = new UserId("slack:alice");

  @TempDir
  Path folder;
  private final List<SessionId> woken = new ArrayList<>();
  private Answers answers = (_, _) -> false;
  private StateFolder files;
  private Router router;
  private MessagingGroup place;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, new FakeClock());
    router = new Router(files.registry, files.queues, woken::add, (session, said) -> answers.take(session, said));
    place = files.registry.resolveMessagingGroup("slack", "C1", "", true);
    files.state.write(connection -> {
      for (AgentGroupId id : List.of(ANNA, BERT)) {
        files.registry.createAgentGroup(connection, new AgentGroup(id, 1, id.value(), id.value(), "mock", "mock-1",
            BoxConfig.Persona.EMPTY, List.of()));
        files.registry.putMember(connection, ALICE, id);
      }
      return true;
    });
  }

  @AfterEach
  void close() {
    files.close();
  }

  private void wire(String id, AgentGroupId agent, EngageMode mode, String pattern, IgnoredMessagePolicy ignored,
      SessionMode sessions, int priority) {
    files.state.write(connection -> {
      files.registry.putWiring(connection, new Wiring(new WiringId(id), place.id(), agent, mode, pattern,
          SenderScope.ALL, ignored, sessions, priority));
      return true;
    });
  }

  private void wire(String id, AgentGroupId agent, int priority) {
    wire(id, agent, EngageMode.PATTERN, ".", IgnoredMessagePolicy.DROP, SessionMode.SHARED, priority);
  }

  private static InboundEvent event(String id, String handle, String text, boolean mentioned) {
    return new InboundEvent(new MessageId(id), "slack", "C1", "", Optional.of("t1"), handle, Optional.of("Alice A."),
        text, mentioned, true);
  }

  private List<MessageIn> rows(RoutingOutcome outcome) {
    return files.queues.of(outcome.session().orElseThrow()).unfinishedAfter(0);
  }

  @Test
  void reachesEveryWiringByPriorityEachInItsOwnSessionWithOneWakeEach() {
    wire("wr_b", ANNA, 1);
    wire("wr_a", BERT, 9);
    List<RoutingOutcome> outcomes = router.route(event("e1", "alice", "hi", false));
    assertThat(outcomes).extracting(RoutingOutcome::agentGroup).containsExactly(BERT, ANNA);
    assertThat(outcomes).extracting(RoutingOutcome::reason).containsOnly("engaged (trigger=1)");
    assertThat(woken).doesNotHaveDuplicates()
        .containsExactlyElementsOf(outcomes.stream().map(outcome -> outcome.session().orElseThrow()).toList());
    MessageIn row = rows(outcomes.getFirst()).getFirst();
    assertThat(row.id()).isEqualTo(new MessageId("in_e1"));
    assertThat(row.trigger()).isTrue();
    assertThat(row.channelType()).isEqualTo("slack");
    assertThat(row.platformId()).isEqualTo("C1");
    assertThat(row.threadId()).contains("t1");
  }

  @Test
  void tellsTheAgentWhoSpeaks() {
    wire("wr_a", ANNA, 0);
    RoutingOutcome outcome = router.route(event("e1", "alice", "say \"hi\"", false)).getFirst();
    var content = JsonMapper.shared().readTree(rows(outcome).getFirst().content());
    assertThat(content.path("text").asString()).isEqualTo("say \"hi\"");
    assertThat(content.path("sender").path("id").asString()).isEqualTo("slack:alice");
    assertThat(content.path("sender").path("name").asString()).isEqualTo("Alice A.");
  }

  @Test
  void doesNotTakeASpoofedHandleForTheOwner() {
    wire("wr_a", ANNA, 0);
    files.state.write(connection -> {
      files.registry.putRole(connection, new RoleGrant(new UserId("evil:owner"), Role.OWNER, Optional.empty()));
      return true;
    });
    assertThat(router.route(event("e1", "evil:owner", "hi", false))).extracting(RoutingOutcome::reason)
        .containsExactly("sender refused: the handle holds a colon");
    assertThat(router.route(event("e3", "alice:x", "hi", false))).extracting(RoutingOutcome::reason)
        .containsExactly("sender refused: the handle holds a colon");
    assertThat(woken).isEmpty();
    assertThat(router.route(event("e2", "alice", "hi", false)).getFirst().engaged()).isTrue();
  }

  @Test
  void leavesNoTraceOfAStrangerWhereThePolicyIsStrict() {
    wire("wr_a", ANNA, 0);
    assertThat(router.route(event("e1", "mallory", "hi", true)).getFirst())
        .isEqualTo(new RoutingOutcome(ANNA, Optional.empty(), false, "access-denied: no-access"));
    assertThat(files.registry.sessions()).isEmpty();
    assertThat(files.registry.heldSenders()).isEmpty();
    assertThat(files.registry.user(new UserId("slack:mallory"))).isEmpty();
    assertThat(woken).isEmpty();
  }

  @Test
  void holdsAStrangersMessageForAnOperatorUnseenByAnyAgent() {
    wire("wr_a", ANNA, 0);
    policy(UnknownSenderPolicy.REQUEST_APPROVAL);
    assertThat(router.route(event("e1", "mallory", "hi", false)).getFirst())
        .isEqualTo(new RoutingOutcome(ANNA, Optional.empty(), false, "held: waiting for an operator"));
    router.route(event("e1", "mallory", "hi", false));
    assertThat(files.registry.sessions()).isEmpty();
    assertThat(woken).isEmpty();
    assertThat(files.registry.heldSenders()).extracting(HeldSender::user, HeldSender::messages)
        .containsExactly(tuple(new UserId("slack:mallory"), 1));
  }

  @Test
  void letsAStrangerTalkInAPublicPlaceWithoutRegisteringThem() {
    wire("wr_a", ANNA, 0);
    policy(UnknownSenderPolicy.PUBLIC);
    assertThat(router.route(event("e1", "mallory", "hi", false)).getFirst().engaged()).isTrue();
    assertThat(files.registry.user(new UserId("slack:mallory"))).isEmpty();
    assertThat(files.registry.access(new UserId("slack:mallory"), ANNA).allowed()).isFalse();
  }

  private void policy(UnknownSenderPolicy policy) {
    files.state.write(connection -> files.registry.putUnknownSenderPolicy(connection, place.id(), policy));
  }

  @Test
  void keepsWhatWasNotSaidToTheAgentAsContextWithoutWakingIt() {
    wire("wr_a", ANNA, EngageMode.MENTION, "", IgnoredMessagePolicy.ACCUMULATE, SessionMode.SHARED, 0);
    RoutingOutcome kept = router.route(event("e1", "alice", "by the way", false)).getFirst();
    assertThat(kept.reason()).isEqualTo("accumulated (trigger=0)");
    assertThat(kept.engaged()).isFalse();
    assertThat(woken).isEmpty();
    assertThat(rows(kept).getFirst().trigger()).isFalse();
    assertThat(files.queues.of(kept.session().orElseThrow()).hasWork()).isFalse();
    router.route(event("e2", "alice", "anna?", true));
    assertThat(rows(kept)).extracting(MessageIn::trigger).containsExactly(false, true);
    assertThat(woken).containsExactly(kept.session().orElseThrow());
  }

  @Test
  void goesOnUnaddressedOnlyAfterItWasAddressedOnce() {
    wire("wr_a", ANNA, EngageMode.MENTION_STICKY, "", IgnoredMessagePolicy.ACCUMULATE, SessionMode.SHARED, 0);
    // Kept context makes a session too, but nobody has spoken to the agent yet.
    assertThat(reason("e1", false)).isEqualTo("accumulated (trigger=0)");
    assertThat(reason("e2", false)).isEqualTo("accumulated (trigger=0)");
    assertThat(reason("e3", true)).isEqualTo("engaged (trigger=1)");
    assertThat(reason("e4", false)).isEqualTo("engaged (trigger=1)");
  }

  private String reason(String id, boolean mentioned) {
    return router.route(event(id, "alice", "words", mentioned)).getFirst().reason();
  }

  @Test
  void makesNoSessionForWhatItDrops() {
    wire("wr_a", ANNA, EngageMode.MENTION, "", IgnoredMessagePolicy.DROP, SessionMode.SHARED, 0);
    assertThat(reason("e1", false)).isEqualTo("not-engaged: dropped");
    assertThat(files.registry.sessions()).isEmpty();
  }

  @Test
  void takesTheSameEventTwiceForOneMessageAndWakesAgain() {
    wire("wr_a", ANNA, 0);
    RoutingOutcome first = router.route(event("e1", "alice", "hi", false)).getFirst();
    RoutingOutcome second = router.route(event("e1", "alice", "hi", false)).getFirst();
    assertThat(second.reason()).isEqualTo("duplicate");
    assertThat(second.session()).isEqualTo(first.session());
    assertThat(rows(first)).hasSize(1);
    assertThat(woken).hasSize(2);
  }

  @Test
  void engagesWhereTwoWiringsLeadToOneSessionAndOneOfThemSaysSo() {
    wire("wr_a", ANNA, EngageMode.MENTION, "", IgnoredMessagePolicy.ACCUMULATE, SessionMode.SHARED, 9);
    wire("wr_b", ANNA, EngageMode.PATTERN, "^hey", IgnoredMessagePolicy.DROP, SessionMode.SHARED, 1);
    List<RoutingOutcome> outcomes = router.route(event("e1", "alice", "hey", false));
    assertThat(outcomes).extracting(RoutingOutcome::reason).containsExactly("duplicate", "engaged (trigger=1)");
    assertThat(rows(outcomes.getFirst())).extracting(MessageIn::trigger).containsExactly(true);
  }

  @Test
  void servesTheOtherAgentsWhenOneQueueIsBroken() throws Exception {
    wire("wr_a", ANNA, 9);
    wire("wr_b", BERT, 1);
    SessionId broken = files.registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED).id();
    Files.createDirectories(folder.resolve("sessions"));
    Files.writeString(folder.resolve("sessions").resolve(broken.value()), "no folder");
    assertThatThrownBy(() -> router.route(event("e1", "alice", "hi", false))).isInstanceOf(IronclawException.class);
    assertThat(woken).hasSize(1).doesNotContain(broken);
  }

  @Test
  void knowsNothingOfAPlaceThatNobodyHasWired() {
    InboundEvent elsewhere = new InboundEvent(new MessageId("e1"), "slack", "C2", "", Optional.empty(), "alice",
        Optional.empty(), "hi", true, true);
    assertThat(router.route(elsewhere)).isEmpty();
    assertThat(files.registry.messagingGroup("slack", "C2", "")).isEmpty();
  }

  @Test
  void refusesWhatIsNoMessage() {
    refused(ErrorCode.INVALID_REQUEST, () -> router.route(event("e1", "alice", " \n", false)));
    refused(ErrorCode.INVALID_REQUEST,
        () -> router.route(event("e1", "alice", "x".repeat(Router.MAX_TEXT + 1), false)));
    refused(ErrorCode.INVALID_REQUEST, () -> router.route(event("e".repeat(129), "alice", "hi", false)));
    refused(ErrorCode.INVALID_REQUEST, () -> router.route(event("e1", "", "hi", false)));
    Principal.Operator operator = new Principal.Operator("local");
    refused(ErrorCode.INVALID_REQUEST, () -> router.chat(ANNA, new MessageId("c1"), operator, ""));
    refused(ErrorCode.INVALID_REQUEST,
        () -> router.chat(ANNA, new MessageId("c1"), operator, "x".repeat(Router.MAX_TEXT + 1)));
    refused(ErrorCode.NOT_FOUND, () -> router.chat(new AgentGroupId("carl"), new MessageId("c1"), operator, "hi"));
    assertThat(files.registry.sessions()).isEmpty();
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void letsAnOperatorChatWithoutAWiringAndMakesNone() {
    Principal.Operator operator = new Principal.Operator("local");
    RoutingOutcome first = router.chat(ANNA, new MessageId("c1"), operator, "hello");
    assertThat(first.engaged()).isTrue();
    assertThat(router.chat(ANNA, new MessageId("c1"), operator, "hello").reason()).isEqualTo("duplicate");
    assertThat(router.chat(ANNA, new MessageId("c2"), operator, "more").session()).isEqualTo(first.session());
    assertThat(router.chat(BERT, new MessageId("c1"), operator, "hello").session()).isNotEqualTo(first.session());

    MessageIn row = rows(first).getFirst();
    assertThat(row.id()).isEqualTo(new MessageId("in_c1"));
    assertThat(row.channelType()).isEqualTo("webchat");
    assertThat(row.platformId()).isEqualTo("anna");
    assertThat(row.content()).contains("\"webchat:local\"");
    MessagingGroup chat = files.registry.messagingGroup("webchat", "anna", "").orElseThrow();
    assertThat(files.registry.wirings(chat.id())).isEmpty();
    assertThat(files.registry.access(new UserId("webchat:local"), ANNA).allowed()).isFalse();
  }

  @Test
  void namesTheFilesOfAMessageAndTakesItForNoAnswer() {
    answers = (_, _) -> true;
    RoutingOutcome outcome = router.chat(ANNA, new MessageId("c1"), new Principal.Operator("local"), "2", List.of(
        new ChatFile("a.png", Optional.of("image/png"), "inbox/a.png"),
        new ChatFile("b", Optional.empty(), "inbox/b")));
    assertThat(rows(outcome).getFirst().content()).startsWith("{\"text\":\"2\",\"sender\":{").endsWith(
        "\"attachments\":[{\"name\":\"a.png\",\"mediaType\":\"image/png\",\"path\":\"inbox/a.png\"},"
            + "{\"name\":\"b\",\"path\":\"inbox/b\"}]}");
  }

  @Test
  void handsAnAnswerToWhoeverAskedAndWritesNoSecondRow() {
    wire("wr_1", ANNA, 1);
    List<String> taken = new ArrayList<>();
    answers = (session, said) -> taken.add(said.row() + " " + said.sender() + " " + said.text());
    RoutingOutcome outcome = router.route(event("1", "alice", "2", false)).getFirst();
    assertThat(outcome.reason()).isEqualTo("answered a question");
    assertThat(taken).containsExactly("in_1 slack:alice 2");
    assertThat(files.queues.of(outcome.session().orElseThrow()).unfinishedAfter(0)).isEmpty();
    answers = (_, _) -> false;
    assertThat(router.route(event("2", "alice", "2", false)).getFirst().reason()).isEqualTo("engaged (trigger=1)");
  }
}
