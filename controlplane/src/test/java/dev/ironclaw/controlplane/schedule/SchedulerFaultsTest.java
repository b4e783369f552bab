package dev.ironclaw.controlplane.schedule;

import static dev.ironclaw.controlplane.schedule.ScheduleRig.ANNA;
import static dev.ironclaw.controlplane.schedule.ScheduleRig.BEN;
import static dev.ironclaw.controlplane.schedule.ScheduleRig.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import dev.ironclaw.controlplane.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a broken conversation, a crash, a long run and an end do to what comes later. It is 2026-01-02 12:00.
class SchedulerFaultsTest {
  private static final String ONE = "2026-01-02T13:00:00Z";

  private static final AgentGroupId CARA = new AgentGroupId("cara");
  private static final AgentGroupId DAN = new AgentGroupId("dan");

  @TempDir(factory = InMemory.class)
  Path folder;
  private ScheduleRig rig;

  @BeforeEach
  void open() {
    rig = new ScheduleRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Schedule hourly(int n, AgentGroupId agent) {
    return rig.put(rig.schedule(n, agent, "", "0 * * * *", Missed.SKIP, 0));
  }

  /// Anna ran once; her conversation is known and at rest.
  private SessionId annaRanOnce() {
    hourly(1, ANNA);
    rig.time.pass(Duration.ofHours(1));
    rig.answer();
    return rig.woken.getFirst();
  }

  private List<String> states(int n) {
    return rig.runs(n).stream().map(run -> run.state().wireName()).toList();
  }

  private long entries(String kind) {
    return rig.ledger.entries.stream().filter(event -> event.kind().equals(kind)).count();
  }

  @Test
  void anAnswerThatComesWhileTheRowIsStillBeingEnteredEndsItsRun() {
    SessionId anna = annaRanOnce();
    rig.ledger.atEachStep(() -> rig.answer(anna));
    rig.time.pass(Duration.ofHours(1));
    assertThat(states(1)).containsExactly("done", "done");
  }

  @Test
  void aDamagedConversationBlocksItsOwnRunsOnly() {
    rig.damage(annaRanOnce());
    hourly(2, BEN);
    rig.time.pass(Duration.ofHours(1));
    assertThat(states(1)).containsExactly("blocked", "done");
    assertThat(rig.runs(1).getFirst().note().orElseThrow()).contains("damaged");
    assertThat(entries("blocked")).isEqualTo(1);
    assertThat(states(2)).containsExactly("handed");
    assertThatThrownBy(() -> rig.schedules.runNow(id(1), "olga")).hasMessageContaining("damaged");
  }

  @Test
  void aConversationThatIsDamagedWhileItRunsHoldsUpNobody() {
    hourly(2, BEN);
    annaRanOnce();
    rig.time.pass(Duration.ofHours(1));
    rig.damage(rig.woken.getLast());
    rig.agent(CARA);
    rig.put(rig.schedule(3, CARA, "2026-01-02T14:05:00Z", "", Missed.ONCE, 0));
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(states(3)).containsExactly("handed");
    rig.restart();
    rig.agent(DAN);
    rig.put(rig.schedule(4, DAN, "2026-01-02T14:10:00Z", "", Missed.ONCE, 0));
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(states(4)).containsExactly("handed");
  }

  @Test
  void aConversationThatCannotBeOpenedForNowIsTriedAgain() throws IOException {
    SessionId anna = annaRanOnce();
    rig.obstruct(anna);
    hourly(2, BEN);
    rig.time.pass(Duration.ofHours(1));
    assertThat(states(2)).containsExactly("handed");
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(states(1)).containsExactly("claimed", "done");
    assertThat(entries("run")).as("said once however often it is tried").isEqualTo(4);
    Files.delete(rig.files(anna));
    rig.time.pass(Duration.ofMinutes(1));
    assertThat(states(1)).containsExactly("handed", "done");
  }

  private void claimedAndCut() {
    hourly(1, ANNA);
    rig.ledger.cutAfter(1);
    assertThatThrownBy(() -> rig.time.pass(Duration.ofHours(1))).isInstanceOf(CutLedger.Cut.class);
    assertThat(states(1)).containsExactly("claimed");
  }

  @Test
  void whatWasStoppedAfterACrashDoesNotGoOn() {
    claimedAndCut();
    rig.apply(new RegistryEdit.PutSchedule(rig.schedules.find(id(1)).schedule().with(Status.PAUSED)));
    rig.restart();
    assertThat(states(1)).containsExactly("blocked");
    assertThat(rig.runs(1).getFirst().note()).hasValue("the schedule is paused");
    assertThat(rig.woken).isEmpty();
    assertThat(entries("blocked")).isEqualTo(1);
  }

  @Test
  void whatLostItsAgentOrWasRemovedAfterACrashDoesNotGoOn() {
    claimedAndCut();
    rig.apply(new RegistryEdit.RemoveAgent(ANNA));
    rig.restart();
    assertThat(rig.runs(1).getFirst().note().orElseThrow()).contains("no agent anna");
    assertThat(rig.woken).isEmpty();
  }

  @Test
  void aRunThatTookTooLongIsDoneWhenItEnds() {
    hourly(1, ANNA);
    rig.time.pass(Duration.ofHours(1));
    rig.time.pass(Handover.LONGEST.plusMinutes(1));
    assertThat(states(1)).containsExactly("handed");
    rig.answer();
    assertThat(states(1)).containsExactly("done");
  }

  @Test
  void longRunsOfAnEarlierProcessHoldNoPlaces() {
    for (int n = 1; n <= Handover.MOST + 1; n++) {
      AgentGroupId agent = new AgentGroupId("agent-" + n);
      rig.agent(agent);
      rig.put(rig.schedule(n, agent, ONE, "", Missed.ONCE, 0));
    }
    rig.time.pass(Duration.ofHours(1));
    assertThat(rig.rows()).hasSize(Handover.MOST);
    rig.time.clock.set(rig.time.now().plus(Handover.LONGEST));
    rig.restart();
    assertThat(rig.rows()).hasSize(Handover.MOST + 1);
  }

  @Test
  void aConversationThatWasErasedIsNotMadeAnew() {
    hourly(1, ANNA);
    rig.time.pass(Duration.ofHours(1));
    SessionId anna = rig.woken.getFirst();
    rig.erase(ANNA, anna);
    rig.restart();
    assertThat(rig.files(anna)).doesNotExist();
    assertThat(entries("blocked")).isEqualTo(1);
  }

  @Test
  void handedRunsThatNeverEndAreForgottenAsWell() {
    hourly(1, ANNA);
    for (int n = 0; n < 60; n++) {
      rig.time.pass(Duration.ofHours(1));
    }
    assertThat(rig.runs(1)).hasSize(50);
    assertThat(rig.runs(1)).allSatisfy(run -> assertThat(run.state()).isEqualTo(ScheduleRun.State.HANDED));
  }

  private Schedule twice(Status status) {
    Schedule hourly = rig.schedule(1, ANNA, "", "0 * * * *", Missed.SKIP, 0);
    Spec spec = hourly.spec();
    return rig.put(new Schedule(hourly.id(), ANNA, status, new Spec(spec.prompt(), spec.runAt(), spec.recurrence(),
        spec.anchor(), spec.timezone(), spec.until(), Optional.of(2), 0, Missed.SKIP, spec.target())));
  }

  /// @return how often it runs
  private int runsInAFewHours() {
    int before = rig.woken.size();
    for (int n = 0; n < 5; n++) {
      rig.time.pass(Duration.ofHours(1));
      rig.answer();
    }
    return rig.woken.size() - before;
  }

  @Test
  void whatHasEndedAndIsMadeAgainCountsItsTimesAnew() {
    twice(Status.ACTIVE);
    assertThat(runsInAFewHours()).isEqualTo(2);
    assertThat(rig.schedules.find(id(1)).schedule().status()).isEqualTo(Status.OVER);
    twice(Status.ACTIVE);
    assertThat(runsInAFewHours()).as("after it was over").isEqualTo(2);
    rig.apply(new RegistryEdit.RemoveSchedule(ANNA, id(1)));
    rig.scheduler.look();
    twice(Status.ACTIVE);
    assertThat(runsInAFewHours()).as("after it was removed").isEqualTo(2);
  }

  @Test
  void aPauseCountsNothingAnewAndAnEndDoes() {
    twice(Status.ACTIVE);
    rig.time.pass(Duration.ofHours(1));
    rig.answer();
    twice(Status.PAUSED);
    twice(Status.ACTIVE);
    rig.time.pass(Duration.ofMinutes(1));
    twice(Status.CANCELLED);
    twice(Status.ACTIVE);
    assertThat(runsInAFewHours()).as("after it was cancelled").isEqualTo(2);
    twice(Status.ACTIVE);
    rig.time.pass(Duration.ofHours(1));
    rig.answer();
    twice(Status.PAUSED);
    twice(Status.ACTIVE);
    assertThat(runsInAFewHours()).as("after a pause").isEqualTo(1);
  }

  @Test
  void ofWhatIsRemovedTheRunsAreForgotten() {
    annaRanOnce();
    rig.apply(new RegistryEdit.RemoveSchedule(ANNA, id(1)));
    rig.scheduler.look();
    assertThat(rig.runs(1)).isEmpty();
  }
}
