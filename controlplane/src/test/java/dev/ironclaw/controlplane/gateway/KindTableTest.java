package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of change × every end that it can have: state, audit entries and effect. [KindRow] has the payloads.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindTableTest {
  private static final ChangeId ID = GatewayRig.id(1);
  private static final int ROUNDS = 8;

  private GatewayRig rig;
  private String before = "";

  @BeforeAll
  void open(@TempDir(factory = InMemory.class) Path folder) {
    rig = new GatewayRig(folder);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void anew() {
    rig.rewind(1, GatewaySettings.DEFAULT);
    before = RegistryText.of(rig.registry);
  }

  /// Every row, so that a kind without one fails here.
  static Stream<KindRow> live() {
    return Stream.of(ChangeKind.values()).map(KindRow::of).filter(KindRow::live);
  }

  static Stream<KindRow> waiting() {
    return Stream.of(ChangeKind.values()).map(KindRow::of).filter(row -> !row.live());
  }

  private Change submit(KindRow row, String after) {
    return rig.gateway.submit(new ChangeSubmission(Optional.of(ID), row.kind().wireName(), row.agent(),
        GatewayRig.json(after), Optional.of("because"), GatewayRig.ALICE, Optional.empty()));
  }

  private Change submit(KindRow row) {
    return submit(row, row.valid());
  }

  private Change decide(boolean approve, String hash, Principal by) {
    return rig.gateway.decide(ID, approve, hash, Optional.empty(), by);
  }

  private void assertEntries(KindRow row, String... expected) {
    List<String> found = rig.ledger.entries.stream().filter(event -> event.subject().equals(ID.value()))
        .filter(event -> !event.detail().equals("goes on after an interruption")).map(event -> {
          assertThat(event.kind()).isEqualTo(row.kind().wireName());
          return event.stage() + " " + event.actor() + " " + event.detail().split("[,: ]", 2)[0];
        }).toList();
    assertThat(found).as("audit entries of %s", row.kind()).containsExactly(expected);
  }

  private void assertState(KindRow row, ChangeState state) {
    assertThat(rig.gateway.find(ID).orElseThrow().state()).as("%s", row.kind()).isEqualTo(state);
  }

  private void assertNoEffect(KindRow row) {
    assertThat(RegistryText.of(rig.registry)).as("%s", row.kind()).isEqualTo(before);
    assertThat(rig.effects).as("boxes that were told of %s", row.kind()).isEmpty();
    assertThat(rig.grants.list(9)).as("grants by %s", row.kind()).isEmpty();
  }

  private void assertEffect(KindRow row) {
    Change change = rig.gateway.find(ID).orElseThrow();
    assertThat(RegistryText.of(rig.registry)).as("%s", row.kind()).isNotEqualTo(before);
    RegistryText.assertHolds(rig.registry, change);
    assertThat(HistoryJudge.hash(change)).as("the card of %s", row.kind()).isEqualTo(change.card().hash());
    assertThat(Set.copyOf(rig.effects)).as("boxes that were told of %s", row.kind())
        .isEqualTo(row.subject().stream().collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource
  void hasARow(ChangeKind kind) {
    assertThat(KindRow.of(kind).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource("live")
  void approvedItTakesEffectAndUndoingGivesBackTheSameState(KindRow row) {
    Change change = submit(row);
    assertThat(decide(true, change.card().hash(), GatewayRig.ALICE).state()).isEqualTo(ChangeState.APPLIED);
    assertEntries(row, "submit operator:alice for", "verdict verifier a", "decision operator:alice approved",
        "apply system applied");
    assertEffect(row);
    assertThat(rig.effects).hasSize(row.subject().stream().toList().size());

    ChangeSubmission back = rig.gateway.undoOf(ID, GatewayRig.ALICE);
    Change preview = rig.gateway.preview(back);
    String named = preview.agentGroup().map(Object::toString).orElse("control-plane");
    assertThat(rig.gateway.submitApproved(back, preview.card().hash(), Optional.of(named))
        .state()).as("undoing %s: %s", row.kind(), preview.decision()).isEqualTo(ChangeState.APPLIED);
    assertThat(RegistryText.of(rig.registry)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("live")
  void rejectedItHasNone(KindRow row) {
    submit(row);
    assertThat(decide(false, "", GatewayRig.BOB).state()).isEqualTo(ChangeState.REJECTED);
    assertEntries(row, "submit operator:alice for", "verdict verifier a", "decision operator:bob rejected");
    assertNoEffect(row);
  }

  @ParameterizedTest
  @MethodSource("live")
  void expiredItHasNone(KindRow row) {
    Change change = submit(row);
    rig.time.advance(GatewaySettings.DEFAULT.expiry().plus(Duration.ofSeconds(1)));
    assertState(row, ChangeState.EXPIRED);
    GatewayFixture.refused(ErrorCode.CHANGE_ALREADY_DECIDED,
        () -> decide(true, change.card().hash(), GatewayRig.ALICE), "expired");
    assertEntries(row, "submit operator:alice for", "verdict verifier a", "decision timeout expired");
    assertNoEffect(row);
  }

  @ParameterizedTest
  @MethodSource("live")
  void aStaleCardDecidesNothingAndTheLiveOneDoes(KindRow row) {
    Change change = submit(row);
    // Of the same agent, and with that of the whole registry.
    Change other = rig.gateway.submit(new ChangeSubmission(Optional.empty(), "persona", Optional.of(GatewayRig.AGENT),
        GatewayRig.json("{\"identity\":\"Another.\"}"), Optional.empty(), GatewayRig.BOB, Optional.empty()));
    rig.approve(other);
    before = RegistryText.of(rig.registry);
    rig.effects.clear();

    GatewayFixture.refused(ErrorCode.CHANGE_CARD_STALE, () -> decide(true, change.card().hash(), GatewayRig.ALICE),
        "changed since you looked");
    assertState(row, ChangeState.PENDING);
    assertEntries(row, "submit operator:alice for", "verdict verifier a");
    assertNoEffect(row);
    decide(true, rig.gateway.find(ID).orElseThrow().card().hash(), GatewayRig.ALICE);
    assertState(row, ChangeState.APPLIED);
    assertEffect(row);
  }

  @ParameterizedTest
  @MethodSource("live")
  void aCrashBetweenAnyTwoStepsEndsAppliedOnce(KindRow row) {
    int step = 1;
    while (crashes(row, step, true)) {
      decideAgain(row, true);
      assertEntries(row, "submit operator:alice for", "verdict verifier a", "decision operator:alice approved",
          "apply system applied");
      assertEffect(row);
      step++;
    }
    assertThat(step).as("steps of %s that were cut", row.kind()).isGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("live")
  void aCrashBetweenAnyTwoStepsOfARejectionLeavesNothing(KindRow row) {
    int step = 1;
    while (crashes(row, step, false)) {
      decideAgain(row, false);
      assertEntries(row, "submit operator:alice for", "verdict verifier a", "decision operator:alice rejected");
      assertNoEffect(row);
      step++;
    }
    assertThat(step).as("steps of %s that were cut", row.kind()).isGreaterThan(10);
  }

  private boolean crashes(KindRow row, int step, boolean approve) {
    anew();
    rig.ledger.fuse.blowAt(step);
    boolean crashed = false;
    try {
      Change change = submit(row);
      decide(approve, change.card().hash(), GatewayRig.ALICE);
    } catch (Fuse.Crash _) {
      crashed = true;
    }
    rig.restart();
    rig.gateway.resume();
    return crashed;
  }

  /// Who asked and who decided try again, as they would.
  private void decideAgain(KindRow row, boolean approve) {
    Change change = submit(row);
    decide(approve, change.card().hash(), GatewayRig.ALICE);
    assertState(row, approve ? ChangeState.APPLIED : ChangeState.REJECTED);
    assertThat(rig.database.<Integer>read(connection -> new ChangeStore().unfinished(connection).size())).isZero();
  }

  @ParameterizedTest
  @MethodSource("live")
  void ofTwoAnswersAtOnceOneStands(KindRow row) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      anew();
      String hash = submit(row).card().hash();
      List<Optional<ErrorCode>> refused = atOnce(() -> decide(true, hash, GatewayRig.ALICE),
          () -> decide(false, "", GatewayRig.BOB));
      Change change = rig.gateway.find(ID).orElseThrow();
      assertThat(refused.stream().flatMap(Optional::stream)).as("%s", row.kind())
          .allMatch(ErrorCode.CHANGE_ALREADY_DECIDED::equals);
      if (change.state() == ChangeState.APPLIED) {
        assertThat(refused.getLast()).as("the no that came too late").contains(ErrorCode.CHANGE_ALREADY_DECIDED);
        assertEntries(row, "submit operator:alice for", "verdict verifier a", "decision operator:alice approved",
            "apply system applied");
        assertEffect(row);
      } else {
        assertState(row, ChangeState.REJECTED);
        assertThat(refused.getLast()).as("the no that stands").isEmpty();
        assertThat(rig.stages(ID)).doesNotContain("apply");
        assertNoEffect(row);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("live")
  void twoEqualAnswersAtOnceAreOne(KindRow row) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      anew();
      String hash = submit(row).card().hash();
      assertThat(atOnce(() -> decide(true, hash, GatewayRig.ALICE), () -> decide(true, hash, GatewayRig.BOB)))
          .as("refused").containsOnly(Optional.empty());
      assertState(row, ChangeState.APPLIED);
      assertThat(rig.stages(ID)).containsExactly("submit", "verdict", "decision", "apply");
      assertEffect(row);
      assertThat(rig.effects).hasSize(row.subject().stream().toList().size());
    }
  }

  private static List<Optional<ErrorCode>> atOnce(Runnable one, Runnable other) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(2);
    List<List<Optional<ErrorCode>>> codes = List.of(new ArrayList<>(), new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Runnable answer = i == 0 ? one : other;
      List<Optional<ErrorCode>> code = codes.get(i);
      threads.add(Thread.ofPlatform().start(() -> {
        try {
          start.await();
          answer.run();
          code.add(Optional.empty());
        } catch (IronclawException e) {
          code.add(Optional.of(e.code()));
        } catch (InterruptedException | BrokenBarrierException e) {
          throw new IllegalStateException(e);
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return codes.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotOfItsFormIsRefusedAndStoresNothing(ChangeKind kind) {
    KindRow row = KindRow.of(kind);
    GatewayFixture.refused(ErrorCode.INVALID_PAYLOAD, () -> submit(row, row.invalid()), kind.wireName());
    assertThat(rig.gateway.find(ID)).isEmpty();
    assertThat(rig.ledger.entries).isEmpty();
    assertNoEffect(row);
  }

  @ParameterizedTest
  @EnumSource
  void whatMeansHarmIsRefusedRejectedOrMadeVisible(ChangeKind kind) {
    KindRow row = KindRow.of(kind);
    switch (row.hostileEnd()) {
      case REFUSED -> {
        GatewayFixture.refused(ErrorCode.INVALID_PAYLOAD, () -> submit(row, row.hostile()), row.hostileWord());
        assertThat(rig.gateway.find(ID)).isEmpty();
      }
      case REJECTED -> {
        Change rejected = submit(row, row.hostile());
        assertThat(rejected.state()).isEqualTo(ChangeState.REJECTED);
        assertThat(rejected.decision().orElseThrow().reason().orElseThrow()).contains(row.hostileWord());
        assertEntries(row, "submit operator:alice for", "verdict verifier rejected");
        GatewayFixture.refused(ErrorCode.CHANGE_ALREADY_DECIDED,
            () -> decide(true, rejected.card().hash(), GatewayRig.ALICE), "decided by verifier");
      }
      case SHOWN -> assertThat(submit(row, row.hostile()).card().toString()).contains(row.hostileWord())
          .doesNotContainPattern("[\\u202a-\\u202e\\u200b]");
    }
    assertNoEffect(row);
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void whatThisVersionCannotCarryOutIsRefusedAndSaidSoInTheLog(KindRow row) {
    ChangeKind kind = row.kind();
    GatewayFixture.refused(ErrorCode.NOT_AVAILABLE, () -> submit(row), "not available yet");
    assertThat(rig.gateway.find(ID)).isEmpty();
    assertThat(rig.gateway.history(9)).isEmpty();
    assertThat(rig.ledger.entries).singleElement().satisfies((AuditEvent event) -> {
      assertThat(event.stage()).isEqualTo("submit");
      assertThat(event.kind()).isEqualTo(kind.wireName());
      assertThat(event.actor()).isEqualTo("operator:alice");
      assertThat(event.detail()).startsWith("refused: not available yet");
    });
    assertNoEffect(row);
  }
}
