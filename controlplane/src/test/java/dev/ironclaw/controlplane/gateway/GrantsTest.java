package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.AGENT;
import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.GrantItem;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GrantsTest extends GatewayFixture {
  private int rows;

  private static final String GIVE_SEND = "{\"add\":[\"send_message\"]}";
  private static final Panic PANIC = new Panic(Instant.EPOCH, "alice", Optional.empty());
  private static final SessionId OTHER = new SessionId("ses_00000000000000ff");

  private Change approve(String after, GrantScope scope) {
    Change change = rig.submit("enabled_tools", after);
    return rig.gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), scope, ALICE);
  }

  private static GrantScope until(Instant when) {
    return new GrantScope(Optional.of(when), OptionalInt.empty(), Optional.empty());
  }

  private static GrantScope uses(int count) {
    return new GrantScope(Optional.empty(), OptionalInt.of(count), Optional.empty());
  }

  private List<Grant> inForce() {
    return rig.grants.list(0);
  }

  private boolean use() {
    return use("out_" + ++rows);
  }

  private boolean use(String row) {
    List<AgentGroupId> spread = new ArrayList<>();
    boolean used = rig.grants.use(AGENT, rig.session.id(), ToolName.SEND_MESSAGE, new MessageId(row),
        spread::add);
    rig.effects.addAll(spread);
    return used;
  }

  @Test
  void whatAChangeGivesIsHeldWithWhoGaveItAndHowFarItGoes() {
    Change change = approve("[\"read_file\",\"send_message\"]", GrantScope.ALWAYS);

    assertThat(inForce()).singleElement().satisfies(grant -> {
      assertThat(grant.item()).isEqualTo(new GrantItem(GrantItem.Type.TOOL, ToolName.SEND_MESSAGE));
      assertThat(grant.change()).isEqualTo(change.id());
      assertThat(grant.grantedBy()).isEqualTo("operator:alice");
      assertThat(grant.scope()).isEqualTo(GrantScope.ALWAYS);
    });
    rig.approve(rig.submit("enabled_tools", "[\"read_file\"]"));
    assertThat(inForce()).isEmpty();
  }

  @Test
  void everyEndButThatByAChangeIsTold() {
    approve(GIVE_SEND, uses(1));
    String usedUp = inForce().getFirst().id();
    use();
    approve(GIVE_SEND, GrantScope.ALWAYS);
    String revoked = inForce().getFirst().id();
    rig.grants.revoke(revoked, "operator:alice");
    rig.grants.revoke(revoked, "operator:alice");
    approve(GIVE_SEND, until(rig.time.instant().plus(Duration.ofMinutes(1))));
    String expired = inForce().getFirst().id();
    rig.time.advance(Duration.ofMinutes(1));
    approve(GIVE_SEND, GrantScope.ALWAYS);
    rig.approve(rig.submit("enabled_tools", "[\"read_file\"]"));
    assertThat(rig.over).extracting(Grant::id).containsExactly(usedUp, revoked, expired);
  }

  @Test
  void aTimedGrantEndsAtItsTimeInTheBoxesAndInTheLog() {
    Instant end = rig.time.instant().plus(Duration.ofMinutes(10));
    approve(GIVE_SEND, until(end));
    rig.effects.clear();

    rig.time.advance(Duration.ofMinutes(9));
    assertThat(rig.agent().enabledTools()).contains(ToolName.SEND_MESSAGE);
    rig.time.advance(Duration.ofMinutes(1));

    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE).contains("list_dir", "read_file");
    assertThat(rig.effects).contains(AGENT);
    assertThat(inForce()).isEmpty();
    assertThat(rig.grants.list(9)).singleElement()
        .satisfies(grant -> assertThat(grant.endedBy()).contains("expired"));
    assertThat(rig.ledger.entries).extracting(AuditEvent::stage).contains("grant");
  }

  @Test
  void aTimedGrantEndsAtTheNextStartWhereNobodyWasThereAtItsTime() {
    approve(GIVE_SEND, until(rig.time.instant().plus(Duration.ofMinutes(10))));
    rig.time.forgetAlarms();
    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.agent().enabledTools()).contains(ToolName.SEND_MESSAGE);
    assertThat(rig.grants.tools(rig.agent(), Optional.of(rig.session.id()))).as("withheld before it is taken away")
        .doesNotContain(ToolName.SEND_MESSAGE);
    assertThat(use()).isFalse();

    rig.restart();
    rig.gateway.resume();

    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
  }

  @Test
  void aCountedGrantEndsWithItsLastUse() {
    approve(GIVE_SEND, uses(2));
    rig.effects.clear();

    assertThat(use()).isTrue();
    assertThat(inForce().getFirst().scope().uses()).hasValue(1);
    assertThat(rig.agent().enabledTools()).contains(ToolName.SEND_MESSAGE);
    assertThat(use()).isTrue();
    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
    assertThat(rig.effects).containsExactly(AGENT);
    assertThat(use()).isFalse();
    assertThat(rig.grants.list(1).getFirst().uses()).isEqualTo(2);
    assertThat(rig.grants.list(1).getFirst().endedBy()).contains("used up");
  }

  @Test
  void anUnlimitedGrantCountsItsUses() {
    approve(GIVE_SEND, GrantScope.ALWAYS);
    for (int i = 0; i < 5; i++) {
      assertThat(use()).isTrue();
    }
    assertThat(inForce().getFirst().uses()).isEqualTo(5);
    assertThat(inForce().getFirst().lastUsedAt()).contains(rig.time.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void aGrantForOneConversationIsWithheldFromAllOthers() {
    approve(GIVE_SEND, new GrantScope(Optional.empty(), OptionalInt.empty(), Optional.of(rig.session.id())));

    assertThat(rig.grants.tools(rig.agent(), Optional.of(rig.session.id()))).contains(ToolName.SEND_MESSAGE);
    assertThat(rig.grants.tools(rig.agent(), Optional.of(OTHER))).doesNotContain(ToolName.SEND_MESSAGE)
        .contains("read_file");
    assertThat(rig.grants.tools(rig.agent(), Optional.empty())).doesNotContain(ToolName.SEND_MESSAGE);
    assertThat(rig.grants.use(AGENT, OTHER, ToolName.SEND_MESSAGE, new MessageId("out_1"), _ -> {})).isFalse();
  }

  @Test
  void revokingTakesOneCapabilityAndNothingElse() {
    approve("[\"read_file\",\"list_dir\",\"send_message\",\"read_persona\"]", GrantScope.ALWAYS);
    Grant send = inForce().stream().filter(grant -> grant.item().key().equals(ToolName.SEND_MESSAGE)).findFirst()
        .orElseThrow();
    rig.effects.clear();

    rig.gateway.revoke(send.id(), ALICE);
    rig.gateway.revoke(send.id(), ALICE);

    assertThat(rig.agent().enabledTools()).containsExactly("list_dir", "read_file", "read_persona");
    assertThat(rig.effects).containsExactly(AGENT);
    assertThat(rig.grants.list(1)).last().satisfies(
        grant -> assertThat(grant.endedBy()).contains("operator:alice"));
    refused(ErrorCode.NOT_FOUND, () -> rig.gateway.revoke("gr_0", ALICE), "no such grant");
    refused(ErrorCode.DENIED, () -> rig.gateway.revoke(send.id(), new Principal.Agent(rig.session.id())),
        "only an operator");
  }

  @Test
  void revokingIsABrakeThatNeedsNoAuditFile() {
    approve(GIVE_SEND, GrantScope.ALWAYS);
    rig.ledger.failsAfterCommit = true;
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);

    rig.gateway.revoke(inForce().getFirst().id(), ALICE);

    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
  }

  @Test
  void aRevocationThatTheDiskDoesNotTakeIsSaidToBeInMemoryAlone() {
    approve(GIVE_SEND, GrantScope.ALWAYS);
    String id = inForce().getFirst().id();
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);

    assertThat(rig.gateway.revoke(id, ALICE)).isFalse();
    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
    assertThat(rig.grants.list(0)).singleElement()
        .satisfies(grant -> assertThat(grant.endedBy().orElse("")).contains("operator:alice", "in memory until"));

    rig.ledger.failure = Optional.empty();
    rig.time.advance(Duration.ofMinutes(5));
    assertThat(rig.grants.list(0)).isEmpty();
    assertThat(rig.gateway.revoke(id, ALICE)).isTrue();
  }

  @Test
  void inAPanicNothingIsUsedNorPaid() {
    approve(GIVE_SEND, uses(2));
    rig.brake.engage(PANIC);

    assertThatThrownBy(this::use).isInstanceOfSatisfying(IronclawException.class,
        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_READY));
    assertThat(inForce().getFirst().scope().uses()).hasValue(2);

    rig.brake = Brake.loose();
    rig.restart();
    assertThat(use()).isTrue();
    assertThat(inForce().getFirst().scope().uses()).hasValue(1);
  }

  @Test
  void inAPanicNothingIsUsedThatHasNoLimitEither() {
    approve(GIVE_SEND, GrantScope.ALWAYS);
    rig.brake.engage(PANIC);
    assertThatThrownBy(this::use).hasMessageContaining("everything is stopped");
    assertThat(inForce().getFirst().uses()).isZero();
  }

  @Test
  void aPanicThatComesWhileAUseWaitsForTheDiskStopsItUnpaid() {
    approve(GIVE_SEND, uses(2));
    rig.ledger.beforeCommit = () -> rig.brake.engage(PANIC);

    assertThatThrownBy(this::use).hasMessageContaining("everything is stopped");
    assertThat(inForce().getFirst().scope().uses()).hasValue(2);
  }

  @Test
  void inAPanicGrantsAreRevokedAndExpireAllTheSame() {
    approve(GIVE_SEND, GrantScope.ALWAYS);
    approve("{\"add\":[\"write_file\"]}", until(rig.time.instant().plus(Duration.ofMinutes(10))));
    rig.brake.engage(PANIC);
    rig.effects.clear();

    rig.gateway.revoke(inForce().getFirst().id(), ALICE);
    assertThat(rig.effects).containsExactly(AGENT);
    rig.time.advance(Duration.ofMinutes(10));

    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE, "write_file");
    assertThat(rig.effects).containsExactly(AGENT, AGENT);
    assertThat(inForce()).isEmpty();
  }

  @Test
  void aScopeThatTheHostCouldNotKeepIsRefused() {
    Change write = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    refused(ErrorCode.INVALID_REQUEST, () -> rig.gateway.decide(write.id(), true, write.card().hash(),
        Optional.empty(), uses(3), ALICE), "can't be limited by a number of uses; it can be by a time");
    refused(ErrorCode.INVALID_REQUEST, () -> rig.gateway.decide(write.id(), true, write.card().hash(),
        Optional.empty(), until(rig.time.instant().minusSeconds(1)), ALICE), "that time is over");
    Change persona = rig.submit("persona", "{\"soul\":\"x\"}");
    refused(ErrorCode.INVALID_REQUEST, () -> rig.gateway.decide(persona.id(), true, persona.card().hash(),
        Optional.empty(), until(rig.time.instant().plusSeconds(60)), ALICE), "takes no limit");
    assertThat(rig.gateway.pending()).hasSize(2);
    assertThat(inForce()).isEmpty();
  }

  @Test
  void theScopeIsPartOfTheRecordedDecision() {
    Instant end = rig.time.instant().plus(Duration.ofMinutes(10));
    Change change = approve(GIVE_SEND, until(end));

    assertThat(rig.gateway.find(change.id()).orElseThrow().decision().orElseThrow().scope()).isEqualTo(until(end));
    assertThat(rig.ledger.entries).anySatisfy(
        entry -> assertThat(entry.detail()).contains("approved, until " + end.truncatedTo(ChronoUnit.MILLIS)));
  }

  @Test
  void theSameRowAgainIsTheSameUse() {
    approve(GIVE_SEND, uses(1));

    assertThat(use("out_a")).isTrue();
    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
    assertThat(use("out_a")).as("tried again after the last use").isTrue();
    assertThat(use("out_b")).isFalse();
    assertThat(rig.grants.list(1).getFirst().uses()).isEqualTo(1);
  }

  @Test
  void whatARevokedGrantPaidForIsNotPaidAnyMore() {
    approve(GIVE_SEND, uses(3));
    assertThat(use("out_a")).isTrue();
    rig.gateway.revoke(inForce().getFirst().id(), ALICE);
    assertThat(use("out_a")).isFalse();
  }

  @Test
  void theLastUseEndsItAlsoWhereManyTakeItAtOnce() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      approve(GIVE_SEND, uses(2));
      CountDownLatch start = new CountDownLatch(1);
      AtomicInteger used = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        MessageId row = new MessageId("out_" + round + "_" + i);
        threads.add(Thread.ofPlatform().start(() -> {
          try {
            start.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          if (rig.grants.use(AGENT, rig.session.id(), ToolName.SEND_MESSAGE, row, _ -> {})) {
            used.incrementAndGet();
          }
        }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(used).hasValue(2);
      assertThat(inForce()).isEmpty();
      assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
    }
  }

  @Test
  void aGrantThatIsAppliedLateEndsAtItsTimeToo() {
    Change change = rig.submit("enabled_tools", GIVE_SEND);
    rig.effectFails = false;
    Instant end = rig.time.instant().plus(Duration.ofMinutes(10));
    rig.ledger.failsAfterCommit = true;
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);
    rig.gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), until(end), ALICE);
    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
    rig.ledger.failure = Optional.empty();

    rig.time.advance(Duration.ofMinutes(2));
    assertThat(rig.agent().enabledTools()).contains(ToolName.SEND_MESSAGE);
    rig.time.advance(Duration.ofMinutes(9));

    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
  }

  @Test
  void grantsExpireAndTheStartGoesOnWhereAnOverdueCardCannotBeRecorded() {
    approve(GIVE_SEND, until(rig.time.instant().plus(Duration.ofHours(25))));
    Change forgotten = rig.submit("persona", "{\"soul\":\"x\"}");
    rig.time.forgetAlarms();
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_BROKEN);
    rig.ledger.failsAfterCommit = true;
    rig.time.advance(Duration.ofHours(26));

    rig.gateway.resume();

    assertThat(rig.agent().enabledTools()).doesNotContain(ToolName.SEND_MESSAGE);
    assertThat(rig.gateway.find(forgotten.id())).isPresent();
    rig.ledger.failure = Optional.empty();
    rig.time.advance(Duration.ofMinutes(2));
    assertThat(rig.gateway.find(forgotten.id()).orElseThrow().state()).isEqualTo(ChangeState.EXPIRED);
  }

  @Test
  void undoingDoesNotTurnALimitIntoNone() {
    approve(GIVE_SEND, uses(1));
    Change taken = rig.approve(rig.submit("enabled_tools", "[\"read_file\"]"));
    refused(ErrorCode.CONFLICT, () -> rig.gateway.undoOf(taken.id(), ALICE), "granted for 1 use");
  }

  @Test
  void undoingDoesNotBringBackWhatHasEndedSince() {
    approve(GIVE_SEND, until(rig.time.instant().plus(Duration.ofHours(1))));
    Change added = rig.approve(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE));
    assertThat(rig.gateway.undoOf(added.id(), ALICE)).as("while it is held").isNotNull();
    rig.time.advance(Duration.ofHours(1));
    refused(ErrorCode.CONFLICT, () -> rig.gateway.undoOf(added.id(), ALICE), "tool send_message without limit");

    approve(GIVE_SEND, GrantScope.ALWAYS);
    assertThat(rig.gateway.undoOf(added.id(), ALICE)).as("held again").isNotNull();
    rig.time.advance(Duration.ofSeconds(1));
    Change more = rig.approve(rig.submit("enabled_tools", "{\"add\":[\"read_persona\"]}"));
    rig.gateway.revoke(inForce().stream().filter(grant -> grant.item().key().equals(ToolName.SEND_MESSAGE))
        .findFirst().orElseThrow().id(), ALICE);
    refused(ErrorCode.CONFLICT, () -> rig.gateway.undoOf(more.id(), ALICE), "has ended (operator:alice)");
  }

  @Test
  void aMountOfTheSameNameThatGivesSomethingElseIsAnotherGrant() {
    Change read = rig.approve(rig.submit("mounts", "[{\"name\":\"docs\",\"source\":\"/mounts/a\"}]"));
    Grant first = inForce().getFirst();
    assertThat(first.change()).isEqualTo(read.id());
    Change write = rig
        .approve(rig.submit("mounts", "[{\"name\":\"docs\",\"source\":\"/mounts/b\",\"writable\":true}]"));

    assertThat(inForce()).singleElement().satisfies(grant -> assertThat(grant.change()).isEqualTo(write.id()));
    assertThat(rig.grants.list(9)).last().satisfies(grant -> {
      assertThat(grant.id()).isEqualTo(first.id());
      assertThat(grant.endedBy()).contains(write.id().value());
    });
  }

  @Test
  void anotherScopeIsAnotherAnswer() {
    Change change = approve(GIVE_SEND, GrantScope.ALWAYS);
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> rig.gateway.decide(change.id(), true, change.card().hash(),
        Optional.empty(), uses(1), ALICE), "it is applied");
    assertThat(rig.gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), ALICE).state())
        .isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void twoRequestsToAddDoNotDestroyEachOther() {
    Change send = rig.submit("enabled_tools", GIVE_SEND);
    Change persona = rig.submit("enabled_tools", "{\"add\":[\"read_persona\"]}");
    rig.approve(send);
    Change shown = rig.gateway.find(persona.id()).orElseThrow();
    assertThat(shown.card().title()).isEqualTo("Give mock-agent: read_persona");
    rig.approve(shown);
    assertThat(rig.agent().enabledTools()).contains("send_message", "read_persona");
  }
}
