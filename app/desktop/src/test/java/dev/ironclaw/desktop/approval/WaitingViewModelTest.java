package dev.ironclaw.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingViewModelTest {
  private final Desk desk = new Desk();
  private final PendingChanges pending = new PendingChanges(desk.backend());
  private final WaitingViewModel model = new WaitingViewModel(desk.backend(), pending, Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    pending.stop();
    desk.close();
  }

  private void waits(ChangeView... changes) {
    desk.controlPlane().answer("GET /v1/changes/pending", List.of(changes));
    for (ChangeView change : changes) {
      desk.controlPlane().answer("GET /v1/changes/" + change.id(), change);
      desk.controlPlane().answer("POST /v1/changes/" + change.id() + "/decision",
          new DecisionResult("recorded", "applied", Optional.empty()));
    }
  }

  private void start() {
    pending.start();
    model.start();
  }

  private CardViewModel card() {
    return model.card().get().orElseThrow();
  }

  @Test
  void opensTheFirstThatWaitsAndKeepsTheMarkWhereItIs() {
    waits(Changes.green("chg_000001"), Changes.amber("chg_000002"));
    start();
    assertThat(card().change().id()).isEqualTo("chg_000001");
    model.move(1);
    assertThat(card().change().id()).isEqualTo("chg_000002");
    model.move(1);
    waits(Changes.red("chg_000003"), Changes.green("chg_000001"), Changes.amber("chg_000002"));
    desk.tell("change.pending", Map.of("id", "chg_000003"));
    assertThat(pending.changes()).hasSize(3);
    assertThat(card().change().id()).isEqualTo("chg_000002");
  }

  @Test
  void approvesExactlyTheCardThatIsShownAfterAMoment() {
    waits(Changes.green("chg_000001"));
    start();
    model.approve();
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    desk.delaysEnd();
    assertThat(card().approvable().get()).isTrue();
    model.approve();
    assertThat(desk.controlPlane().asked("POST")).singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"approve\"", Changes.green("chg_000001").cardHash()));
    assertThat(pending.changes()).isEmpty();
    assertThat(pending.state().get()).isEqualTo(new ListState.Empty());
    assertThat(model.note().get()).startsWith("Approved and applied: Give Researcher");
  }

  @Test
  void aCardThatIsRaisedFromElsewhereIsNotApprovedByAKeyThatWasOnItsWay() {
    waits(Changes.amber("chg_000002"), Changes.green("chg_000001"));
    pending.start();
    pending.show("chg_000001");
    model.start();
    assertThat(card().change().id()).isEqualTo("chg_000001");
    desk.delaysEnd();
    assertThat(card().approvable().get()).isTrue();
    pending.show("chg_000001");
    assertThat(card().approvable().get()).isFalse();
    desk.delaysEnd();
    assertThat(card().approvable().get()).isTrue();
  }

  @Test
  void aLinkThatStartedTheAppIsShownOnceTheListIsThere() {
    waits(Changes.amber("chg_000002"), Changes.green("chg_000001"));
    desk.hold();
    pending.start();
    pending.show("chg_000001");
    model.start();
    assertThat(model.card().get()).isEmpty();
    desk.deliver();
    assertThat(card().change().id()).isEqualTo("chg_000001");
    assertThat(card().approvable().get()).isFalse();
  }

  @Test
  void aLinkToWhatIsTooNewForTheListLoadsIt() {
    waits(Changes.green("chg_000001"));
    start();
    waits(Changes.green("chg_000001"), Changes.amber("chg_000002"));
    pending.show("chg_000002");
    assertThat(card().change().id()).isEqualTo("chg_000002");
  }

  @Test
  void aLinkToWhatIsDecidedOrIsNotThereSaysSoAndLeavesTheCardAlone() {
    waits(Changes.green("chg_000001"));
    start();
    desk.controlPlane().answer("GET /v1/changes/chg_000009",
        Changes.decided(Changes.amber("chg_000009"), "rejected",
            new DecisionView("reject", "grace", "2026-11-21T09:58:00Z", Optional.empty(), Optional.empty())));
    pending.show("chg_000009");
    assertThat(model.note().get()).startsWith("Rejected by grace");
    pending.show("chg_nowhere");
    assertThat(model.note().get()).contains("chg_nowhere");
    assertThat(card().change().id()).isEqualTo("chg_000001");
  }

  @Test
  void anAmberOneIsReadToItsEndFirst() {
    waits(Changes.amber("chg_000002"));
    start();
    desk.delaysEnd();
    assertThat(card().approvable().get()).isFalse();
    card().seen().set(true);
    assertThat(card().approvable().get()).isTrue();
  }

  @Test
  void aRedOneIsNamedAndTakesTheCodeThatThePolicyWants() {
    waits(Changes.guarded("chg_000003"));
    start();
    desk.delaysEnd();
    card().seen().set(true);
    card().name().set("chg_00");
    card().code().set("123456");
    assertThat(card().approvable().get()).isFalse();
    card().name().set("000003");
    assertThat(card().approvable().get()).isTrue();
    card().code().set("");
    assertThat(card().approvable().get()).isFalse();
    card().code().set("123456");
    model.approve();
    assertThat(desk.controlPlane().asked("POST")).singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"code\":\"123456\""));
  }

  @Test
  void rejectingTakesNothingButAClickAndCarriesTheReason() {
    waits(Changes.guarded("chg_000003"));
    start();
    model.reject("not my documents");
    assertThat(desk.controlPlane().asked("POST")).singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"reject\"", "not my documents"));
  }

  @Test
  void whoWonElsewhereIsSaidAndTheCardGoes() {
    waits(Changes.green("chg_000001"), Changes.amber("chg_000002"));
    start();
    desk.tell("change.decided", Map.of("id", "chg_000001", "state", "rejected", "decidedBy", "grace"));
    assertThat(model.note().get()).isEqualTo("Rejected by grace: Give Researcher the tool read_file");
    assertThat(card().change().id()).isEqualTo("chg_000002");
  }

  @Test
  void aCardThatChangedIsOpenedAnewAndMustBeReadAgain() {
    waits(Changes.amber("chg_000002"));
    start();
    card().seen().set(true);
    ChangeView other = Changes.red("chg_other1");
    ChangeView changed = new ChangeView("chg_000002", other.kind(), other.agentGroupId(), other.agentGroupName(),
        other.requestedBy(), other.reason(), other.sessionId(), other.createdAt(), other.expiresAt(), other.state(),
        other.decision(), other.error(), other.before(), other.after(), other.card(), other.cardHash(), other.limits(),
        other.approvals(), other.stepUp(), other.similar());
    waits(changed);
    desk.tell("change.pending", Map.of("id", "chg_000002"));
    assertThat(card().change().cardHash()).isEqualTo(other.cardHash());
    assertThat(card().seen().get()).isFalse();
    assertThat(model.note().get()).contains("changed since you looked");
  }

  private static ChangeView approvedBy(ChangeView change, String... people) {
    return new ChangeView(change.id(), change.kind(), change.agentGroupId(), change.agentGroupName(),
        change.requestedBy(), change.reason(), change.sessionId(), change.createdAt(), change.expiresAt(),
        change.state(), change.decision(), change.error(), change.before(), change.after(), change.card(),
        change.cardHash(), change.limits(), Optional.of(new ApprovalsView(2, List.of(people))), change.stepUp(),
        List.of());
  }

  @Test
  void whoElseHasApprovedItIsShownAndNothingThatWasTypedIsLost() {
    waits(Changes.guarded("chg_000003"));
    start();
    CardViewModel before = card();
    before.name().set("000003");
    waits(approvedBy(Changes.guarded("chg_000003"), "grace", "ada"));
    desk.tell("change.pending", Map.of("id", "chg_000003"));
    assertThat(card()).isSameAs(before);
    assertThat(before.approvals().get()).contains(new ApprovalsView(2, List.of("grace", "ada")));
  }

  @Test
  void aCardThatCouldNotBeLoadedIsOpenedWhenTheListIsLoadedAgain() {
    waits(Changes.green("chg_000001"));
    desk.controlPlane().refuse("GET /v1/changes/chg_000001", 503, "NOT_READY", "not ready yet");
    start();
    assertThat(model.card().get()).isEmpty();
    waits(Changes.green("chg_000001"));
    desk.tell("resync", Map.of());
    assertThat(card().change().id()).isEqualTo("chg_000001");
  }

  @Test
  void aCardThatWasOnItsWayWhenTheScreenWasLeftIsOpenedOnceItIsBack() {
    waits(Changes.green("chg_000001"));
    pending.start();
    desk.hold();
    model.start();
    model.stop();
    desk.deliver();
    assertThat(model.card().get()).isEmpty();
    model.start();
    assertThat(card().change().id()).isEqualTo("chg_000001");
  }

  @Test
  void aRefusalThatNobodyWasThereForLeavesTheCardOpenToDecide() {
    waits(Changes.green("chg_000001"));
    desk.controlPlane().refuse("POST /v1/changes/chg_000001/decision", 503, "NOT_READY", "not ready yet");
    start();
    desk.delaysEnd();
    desk.hold();
    model.approve();
    model.stop();
    desk.deliver();
    assertThat(card().approvable().get()).isFalse();
    model.start();
    assertThat(card().approvable().get()).isTrue();
  }

  @Test
  void aRefusalIsShownInItsOwnWordsAndNothingIsLost() {
    waits(Changes.green("chg_000001"));
    desk.controlPlane().refuse("POST /v1/changes/chg_000001/decision", 409, "STALE",
        "the card has changed: look again");
    start();
    desk.delaysEnd();
    model.approve();
    assertThat(model.note().get()).isEqualTo("the card has changed: look again");
    assertThat(pending.changes()).hasSize(1);
    assertThat(card().approvable().get()).isTrue();
  }

  @Test
  void aListThatCannotBeLoadedSaysWhyAndLoadsWhenItCan() {
    desk.controlPlane().refuse("GET /v1/changes/pending", 503, "NOT_READY", "the audit log is broken");
    start();
    assertThat(pending.state().get()).isEqualTo(new ListState.Failed("the audit log is broken"));
    waits(Changes.green("chg_000001"));
    desk.tell("resync", Map.of());
    assertThat(pending.state().get()).isEqualTo(new ListState.Filled());
  }

  @Test
  void whatWasDecidedWhileTheListWasOnItsWayDoesNotComeBack() {
    waits();
    start();
    waits(Changes.green("chg_000001"));
    desk.hold();
    desk.tell("change.pending", Map.of("id", "chg_000001"));
    waits();
    desk.tell("change.decided", Map.of("id", "chg_000001", "state", "applied", "decidedBy", "local"));
    desk.deliver();
    assertThat(pending.changes()).isEmpty();
    assertThat(pending.state().get()).isEqualTo(new ListState.Empty());
  }

  @Test
  void nothingReachesItAfterItsStop() {
    waits(Changes.green("chg_000001"));
    start();
    model.stop();
    waits(Changes.green("chg_000001"), Changes.amber("chg_000002"));
    pending.stop();
    assertThat(desk.listeners()).isZero();
    desk.tell("change.pending", Map.of("id", "chg_000002"));
    assertThat(pending.changes()).hasSize(1);
    start();
    assertThat(desk.listeners()).isOne();
    assertThat(pending.changes()).hasSize(2);
  }
}
