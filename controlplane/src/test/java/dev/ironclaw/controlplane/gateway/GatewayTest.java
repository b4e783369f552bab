package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static dev.ironclaw.controlplane.gateway.GatewayRig.BOB;
import static dev.ironclaw.controlplane.gateway.GatewayRig.GIVE_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatewayTest extends GatewayFixture {
  @Test
  void appliesNothingBeforeAHumanHasDecided() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);

    assertThat(change.state()).isEqualTo(ChangeState.PENDING);
    assertThat(rig.agent().revision()).isEqualTo(1);
    assertThat(rig.effects).isEmpty();
    assertThat(rig.gateway.pending()).extracting(Change::id).containsExactly(change.id());
    assertThat(rig.stages(change.id())).containsExactly("submit", "verdict");
  }

  @Test
  void appliesAnApprovedChangeOnceAndTellsTheAgent() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);

    Change decided = rig.approve(change);
    rig.gateway.resume();

    assertThat(decided.state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.agent().enabledTools()).containsExactly("list_dir", "read_file", "write_file");
    assertThat(rig.agent().revision()).isEqualTo(2);
    assertThat(rig.effects).containsExactly(GatewayRig.AGENT);
    assertThat(rig.told).extracting(Change::state).containsExactly(ChangeState.APPLIED);
    assertThat(rig.stages(change.id())).containsExactly("submit", "verdict", "decision", "apply");
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.gateway.history(10)).extracting(Change::id).containsExactly(change.id());
    assertThat(decided.before()).isEqualTo(GatewayRig.json("{\"tools\":[\"list_dir\",\"read_file\"]}"));
  }

  @Test
  void aRejectionChangesNothingAndIsToldWithItsReason() {
    Change change = rig.submit("persona", "{\"instructions\":\"Obey me.\"}");

    Change decided = rig.reject(change);

    assertThat(decided.state()).isEqualTo(ChangeState.REJECTED);
    assertThat(rig.agent().persona().instructions()).isEqualTo("Be brief.");
    assertThat(rig.effects).isEmpty();
    assertThat(OutcomeNotice.of(rig.told.getFirst()).content()).contains("\"outcome\":\"denied\"", "is denied: no");
  }

  @Test
  void aPersonaChangeLeavesTheDocumentsThatItDoesNotName() {
    rig.approve(rig.submit("persona", "{\"soul\":\"Kind.\"}"));
    rig.approve(rig.submit("persona", "{\"persona\":\"Be long.\"}"));

    assertThat(rig.agent().persona().soul()).isEqualTo("Kind.");
    assertThat(rig.agent().persona().instructions()).isEqualTo("Be long.");
    assertThat(rig.agent().persona().identity()).isEmpty();
  }

  @Test
  void anEmptyToolListMeansNone() {
    Change change = rig.submit("enabled_tools", "[]");

    rig.approve(change);

    assertThat(change.card().risk()).isEqualTo(Risk.GREEN);
    assertThat(rig.agent().enabledTools()).isEmpty();
  }

  @Test
  void refusesADecisionWhoseCardHasChanged() {
    Change first = rig.submit("enabled_tools", GIVE_WRITE);
    Change second = rig.submit("persona", "{\"soul\":\"Kind.\"}");
    rig.approve(second);

    refused(ErrorCode.CHANGE_CARD_STALE, () -> rig.approve(first), "changed since you looked");
    assertThat(rig.agent().enabledTools()).doesNotContain("write_file");

    Change live = rig.gateway.find(first.id()).orElseThrow();
    assertThat(live.card().hash()).isNotEqualTo(first.card().hash());
    assertThat(live.baseRevision()).isEqualTo(2);
    assertThat(rig.approve(live).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.agent().revision()).isEqualTo(3);
  }

  @Test
  void refusesAnApprovalWithoutTheCardsHash() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    for (String hash : List.of("", "0".repeat(64), change.card().hash() + "0")) {
      refused(ErrorCode.CHANGE_CARD_STALE,
          () -> rig.gateway.decide(change.id(), true, hash, Optional.empty(), ALICE), "reload");
    }
    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void rejectsWithAStaleHashBecauseABrakeAlwaysWorks() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);

    assertThat(rig.gateway.decide(change.id(), false, "stale", Optional.empty(), ALICE).state())
        .isEqualTo(ChangeState.REJECTED);
  }

  @Test
  void theFirstAnswerWinsAndAnIdenticalRetryGetsTheResult() {
    Change approved = rig.submit("enabled_tools", GIVE_WRITE);
    rig.approve(approved);
    Change rejected = rig.submit("persona", "{\"soul\":\"Cold.\"}");
    rig.reject(rejected);

    assertThat(rig.gateway.decide(approved.id(), true, approved.card().hash(), Optional.empty(), BOB).state())
        .isEqualTo(ChangeState.APPLIED);
    assertThat(rig.gateway.decide(rejected.id(), false, "", Optional.empty(), BOB).decision().orElseThrow().decidedBy())
        .isEqualTo("operator:alice");
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.reject(approved), "operator:alice");
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.approve(rejected), "operator:alice");
    refused(ErrorCode.CHANGE_ALREADY_DECIDED,
        () -> rig.gateway.decide(approved.id(), true, "another card", Optional.empty(), BOB), "operator:alice");
    assertThat(rig.agent().revision()).isEqualTo(2);
    assertThat(rig.effects).hasSize(1);
    assertThat(rig.told).hasSize(2);
  }

  @Test
  void aHundredDecidersMakeOneDecision() throws InterruptedException {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    CountDownLatch start = new CountDownLatch(1);
    AtomicInteger late = new AtomicInteger();
    AtomicInteger fine = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boolean approve = i % 2 == 0;
      Principal by = new Principal.Operator("n" + i);
      threads.add(Thread.ofPlatform().start(() -> {
        try {
          start.await();
          rig.gateway.decide(change.id(), approve, change.card().hash(), Optional.empty(), by);
          fine.incrementAndGet();
        } catch (IronclawException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.CHANGE_ALREADY_DECIDED);
          late.incrementAndGet();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    Change decided = rig.gateway.find(change.id()).orElseThrow();
    boolean approved = decided.decision().orElseThrow().approved();
    long decisions = rig.stages(change.id()).stream().filter("decision"::equals).count();
    // A no that comes between the first yes and its effect is a brake: then, and only then, there are two answers.
    assertThat(decisions).isBetween(1L, approved ? 1L : 2L);
    assertThat(fine.get() + late.get()).isEqualTo(100);
    assertThat(fine.get()).isBetween(50, decisions == 1 ? 50 : 100);
    assertThat(rig.agent().revision()).isEqualTo(approved ? 2 : 1);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void onlyAnOperatorDecides() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    for (Principal by : List.of(new Principal.Agent(rig.session.id()), new Principal.ChatUser(new UserId("cli:dev")),
        new Principal.ControlPlane())) {
      refused(ErrorCode.DENIED,
          () -> rig.gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), by), "only an operator");
      refused(ErrorCode.DENIED, () -> rig.gateway.decide(change.id(), false, "", Optional.empty(), by),
          "only an operator");
      assertThat(rig.ledger.entries.getLast().actor()).isEqualTo(by.name());
    }
    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void anAgentAsksForItselfAlone() {
    SessionId stranger = new SessionId("ses_00000000000000ff");
    ChangeSubmission request = rig.request(Optional.empty(), "enabled_tools", GIVE_WRITE);

    refused(ErrorCode.DENIED, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), request.kind(),
        request.agentGroup(), request.after(), request.reason(), new Principal.Agent(stranger), Optional.empty())),
        "may not ask");
    refused(ErrorCode.DENIED, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), request.kind(),
        request.agentGroup(), request.after(), request.reason(), request.requestedBy(),
        Optional.of(new Origin(stranger, Optional.of(new MessageId("in_1")))))), "may not ask");
    refused(ErrorCode.DENIED, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), request.kind(),
        request.agentGroup(), request.after(), request.reason(), new Principal.ChatUser(new UserId("cli:dev")),
        Optional.empty())), "may not ask");
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.ledger.entries).hasSize(3);
  }

  @Test
  void theSameRequestTwiceIsOneChange() {
    Optional<ChangeId> id = Optional.of(GatewayRig.id(7));
    Change first = rig.gateway.submit(rig.request(id, "enabled_tools", GIVE_WRITE));
    rig.approve(first);

    Change again = rig.gateway.submit(rig.request(id, "enabled_tools", GIVE_WRITE));

    assertThat(again.state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.stages(first.id())).hasSize(4);
    refused(ErrorCode.CONFLICT, () -> rig.gateway.submit(rig.request(id, "enabled_tools", "[]")), "another request");
    refused(ErrorCode.CONFLICT, () -> rig.gateway.submit(rig.request(id, "persona", "{\"soul\":\"x\"}")),
        "another request");
  }

  @Test
  void refusesUnknownKindsAndGroups() {
    refused(ErrorCode.UNKNOWN_KIND, () -> rig.submit("exec", "[]"), "enabled_tools");
    ChangeSubmission request = rig.request(Optional.empty(), "persona", "{\"soul\":\"x\"}");
    refused(ErrorCode.NOT_FOUND, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), "persona",
        Optional.of(new AgentGroupId("nobody")), request.after(), Optional.empty(), ALICE, Optional.empty())),
        "nobody");
    assertThat(rig.ledger.entries).singleElement().extracting(AuditEvent::detail).asString()
        .startsWith("refused: submit a change: unknown kind \"exec\"");
  }

  @Test
  void aChangeWithoutEffectIsRejectedByAVerifierAndTold() {
    Change change = rig.submit("enabled_tools", "{\"add\":[\"read_file\"]}");

    assertThat(change.state()).isEqualTo(ChangeState.REJECTED);
    assertThat(change.decision().orElseThrow().decidedBy()).isEqualTo("verifier");
    assertThat(rig.told).hasSize(1);
    assertThat(OutcomeNotice.of(rig.told.getFirst()).content()).contains("no effect");
    assertThat(rig.stages(change.id())).containsExactly("submit", "verdict");
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.approve(change), "verifier");
  }

  @Test
  void anAgentCannotBuryTheHumanInCards() {
    for (int i = 0; i < 20; i++) {
      rig.submit("persona", "{\"soul\":\"" + i + "\"}");
    }
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("persona", "{\"soul\":\"one more\"}"), "wait for a human already");
    rig.reject(rig.gateway.pending().getFirst());
    assertThat(rig.submit("persona", "{\"soul\":\"one more\"}").state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void noAnswerInTimeIsANo() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.time.advance(Duration.ofHours(12));
    Change later = rig.submit("persona", "{\"soul\":\"Kind.\"}");
    assertThat(rig.time.alarms()).isEqualTo(1);

    rig.time.advance(Duration.ofHours(12));

    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.EXPIRED);
    assertThat(OutcomeNotice.of(rig.told.getFirst()).content()).contains("is denied: nobody decided in time");
    assertThat(rig.stages(change.id())).containsExactly("submit", "verdict", "decision");
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.approve(change), "timeout");
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.reject(change), "timeout");
    assertThat(rig.gateway.pending()).extracting(Change::id).containsExactly(later.id());
    assertThat(rig.time.alarms()).isEqualTo(1);
    rig.time.advance(Duration.ofHours(12));
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.time.alarms()).isZero();
  }

  @Test
  void nothingIsApprovedAfterItsTimeEvenWhenTheAlarmIsLate() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.time.oversleep(Duration.ofHours(24));

    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.approve(change), "nobody decided in time");
    assertThat(rig.reject(change).state()).isEqualTo(ChangeState.REJECTED);
  }

  @Test
  void expiresWhatIsOverAtStart() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.time.oversleep(Duration.ofDays(2));
    rig.restart();

    rig.gateway.resume();

    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.EXPIRED);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void withoutAuditNothingIsApprovedButRejectingWorks() {
    Change one = rig.submit("enabled_tools", GIVE_WRITE);
    Change two = rig.submit("persona", "{\"soul\":\"Kind.\"}");
    for (ErrorCode code : List.of(ErrorCode.AUDIT_UNAVAILABLE, ErrorCode.AUDIT_BROKEN)) {
      rig.ledger.failure = Optional.of(code);
      refused(code, () -> rig.approve(one), "audit");
      refused(code, () -> rig.submit("persona", "{\"soul\":\"x\"}"), "audit");
      assertThat(rig.gateway.find(one.id()).orElseThrow().state()).isEqualTo(ChangeState.PENDING);
    }
    assertThat(rig.agent().revision()).isEqualTo(1);
    assertThat(rig.gateway.pending()).hasSize(2);

    assertThat(rig.reject(one).state()).isEqualTo(ChangeState.REJECTED);
    rig.ledger.failure = Optional.empty();
    assertThat(rig.approve(rig.gateway.find(two.id()).orElseThrow()).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void anAuditFailureAfterTheCommitHoldsTheEffectBackUntilTheLogIsWhole() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.ledger.failsAfterCommit = true;
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);

    Change approved = rig.approve(change);
    assertThat(approved.state()).isEqualTo(ChangeState.APPROVED);
    assertThat(approved.error()).contains("approved; waits until the audit log can be written");
    assertThat(rig.approve(change)).isEqualTo(approved);
    rig.time.advance(Duration.ofSeconds(1));
    assertThat(rig.effects).isEmpty();
    assertThat(rig.told).isEmpty();

    rig.ledger.failure = Optional.empty();
    rig.time.advance(Duration.ofSeconds(2));

    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.effects).hasSize(1);
    assertThat(rig.agent().revision()).isEqualTo(2);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void anApprovalThatWaitsForTheLogCanBeStopped() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.ledger.failsAfterCommit = true;
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);
    rig.approve(change);

    assertThat(rig.reject(change).state()).isEqualTo(ChangeState.REJECTED);
    rig.ledger.failure = Optional.empty();
    rig.time.advance(Duration.ofMinutes(10));

    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.REJECTED);
    assertThat(rig.effects).isEmpty();
    assertThat(rig.agent().revision()).isEqualTo(1);
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.approve(change), "rejected");
  }

  @Test
  void aRequestThatIsStoredButNotLoggedIsShownAndItsRetryIsTheSame() throws InterruptedException {
    rig.ledger.failsAfterCommit = true;
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);
    ChangeSubmission request = rig.request(Optional.of(GatewayRig.id(3)), "enabled_tools", GIVE_WRITE);
    BlockingQueue<HubEvent> events = new LinkedBlockingQueue<>();
    rig.hub.subscribe(Optional.empty(), events::add);
    Change change = rig.gateway.submit(request);

    assertThat(change.state()).isEqualTo(ChangeState.PENDING);
    assertThat(next(events).type()).isEqualTo("change.pending");
    assertThat(rig.gateway.submit(request)).isEqualTo(change);
    assertThat(rig.gateway.pending()).hasSize(1);
  }

  @Test
  void aRejectionThatIsCommittedButNotLoggedIsARejection() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.ledger.failsAfterCommit = true;
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);

    assertThat(rig.reject(change).state()).isEqualTo(ChangeState.REJECTED);
    assertThat(rig.stages(change.id())).containsExactly("submit", "verdict", "decision");
  }

  @Test
  void anEffectThatFailsIsTriedAgainAndTheAgentIsToldAfterIt() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.effectFails = true;
    rig.approve(change);
    rig.approve(change);
    rig.time.advance(Duration.ofSeconds(1));
    assertThat(rig.told).isEmpty();

    rig.effectFails = false;
    rig.time.advance(Duration.ofSeconds(2));

    assertThat(rig.effects).hasSize(1);
    assertThat(rig.told).hasSize(1);
    assertThat(rig.agent().revision()).isEqualTo(2);
    assertThat(rig.stages(change.id()).stream().filter("decision"::equals)).hasSize(1);
  }

  @Test
  void failsInsteadOfWritingOverAnAgentThatHasMovedSinceTheApproval() {
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    // The power goes right after the approval is on disk; meanwhile something else changes the agent.
    rig.ledger.fuse.blowAt(4);
    assertThatThrownBy(() -> rig.approve(change)).isInstanceOf(Fuse.Crash.class);
    rig.restart();
    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.APPROVED);
    var moved = rig.agent().withPersona(new Persona("", "Kind.", "Be brief.")).withRevision(2);
    rig.database.write(connection -> rig.registry.replaceAgentGroup(connection, moved));

    rig.gateway.resume();

    Change failed = rig.gateway.find(change.id()).orElseThrow();
    assertThat(failed.state()).isEqualTo(ChangeState.FAILED);
    assertThat(failed.error().orElseThrow()).contains("not at revision 1 any more");
    assertThat(rig.agent().enabledTools()).doesNotContain("write_file");
    assertThat(rig.effects).isEmpty();
    assertThat(OutcomeNotice.of(rig.told.getFirst()).content()).contains("\"outcome\":\"failed\"");
  }

  @Test
  void publishesEachStep() throws InterruptedException {
    BlockingQueue<HubEvent> events = new LinkedBlockingQueue<>();
    rig.hub.subscribe(Optional.empty(), events::add);
    Change change = rig.submit("enabled_tools", GIVE_WRITE);
    rig.approve(change);

    HubEvent pending = next(events);
    assertThat(pending.type()).isEqualTo("change.pending");
    assertThat(pending.data()).isEqualTo(Map.of("id", change.id().value(), "kind", "enabled_tools", "agentGroupId",
        "mock-agent", "title", "Give mock-agent: write_file", "risk", "red", "requestedBy",
        "sandbox:" + rig.session.id()));
    HubEvent decided = next(events);
    assertThat(decided.type()).isEqualTo("change.decided");
    assertThat(decided.data()).isEqualTo(
        Map.of("id", change.id().value(), "state", "approved", "decidedBy", "operator:alice"));
    assertThat(next(events).type()).isEqualTo("change.applied");
  }

  private static HubEvent next(BlockingQueue<HubEvent> events) throws InterruptedException {
    HubEvent event = events.poll(60, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }
}
