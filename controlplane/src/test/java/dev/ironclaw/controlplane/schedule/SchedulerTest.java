package dev.ironclaw.controlplane.schedule;

import static dev.ironclaw.controlplane.schedule.ScheduleRig.ANNA;
import static dev.ironclaw.controlplane.schedule.ScheduleRig.BEN;
import static dev.ironclaw.controlplane.schedule.ScheduleRig.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import dev.ironclaw.controlplane.registry.Schedule.Target;
import dev.ironclaw.controlplane.schedule.ScheduleRun.State;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// It is 2026-01-02 12:00.
class SchedulerTest {
  private static final String ONE = "2026-01-02T13:00:00Z";

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

  private void once() {
    rig.put(rig.schedule(1, ANNA, ONE, "", Missed.ONCE, 0));
  }

  private void hourly(Missed missed) {
    rig.put(rig.schedule(1, ANNA, "", "0 * * * *", missed, 0));
  }

  private Schedule.Status status() {
    return rig.schedules.find(id(1)).schedule().status();
  }

  private List<String> dues(State state) {
    return rig.runs(1).reversed().stream().filter(run -> run.state() == state).map(run -> run.due().toString())
        .toList();
  }

  private Schedule inTheRoom(Missed missed) {
    Schedule own = rig.schedule(1, ANNA, "", "0 * * * *", missed, 0);
    Spec spec = own.spec();
    return new Schedule(own.id(), ANNA, Status.ACTIVE, new Spec(spec.prompt(), spec.runAt(), spec.recurrence(),
        spec.anchor(), spec.timezone(), spec.until(), spec.times(), spec.jitter(), missed,
        new Target("telegram", "room", "", Optional.of("t1"))));
  }

  private static final Destination ROOM = new Destination(ANNA, "telegram", "room");

  @Test
  void wakesTheAgentAtItsTimeWithTheWordsAndNoSooner() {
    once();
    rig.time.pass(Duration.ofMinutes(59));
    assertThat(rig.rows()).isEmpty();
    rig.time.pass(Duration.ofMinutes(1));
    assertThat(rig.rows()).hasSize(1);
    MessageIn row = rig.rows().getFirst();
    assertThat(row.kind()).isEqualTo(MessageKind.TASK);
    assertThat(row.trigger()).isTrue();
    assertThat(row.channelType() + "/" + row.platformId()).isEqualTo("webchat/anna");
    assertThat(row.content()).contains("“Water the flowers”").contains(id(1).value());
    assertThat(rig.woken).hasSize(1);
    assertThat(dues(State.HANDED)).containsExactly(ONE);
    assertThat(rig.ledger.entries).extracting(event -> event.stage() + " " + event.subject() + " " + event.kind())
        .containsExactly("schedule " + id(1) + " run");
    assertThat(status()).isEqualTo(Status.OVER);
    rig.answer();
    assertThat(dues(State.DONE)).containsExactly(ONE);
    rig.time.pass(Duration.ofDays(9));
    assertThat(rig.woken).as("once").hasSize(1);
  }

  @Test
  void comesBackAsOftenAsItSays() {
    Schedule plain = rig.schedule(1, ANNA, ONE, "PT90M", Missed.SKIP, 0);
    Spec spec = plain.spec();
    rig.put(new Schedule(plain.id(), ANNA, Status.ACTIVE, new Spec(spec.prompt(), spec.runAt(), spec.recurrence(),
        spec.anchor(), spec.timezone(), spec.until(), Optional.of(3), 0, Missed.SKIP, spec.target())));
    for (int n = 0; n < 30; n++) {
      rig.time.pass(Duration.ofMinutes(20));
      rig.answer();
    }
    assertThat(dues(State.DONE)).containsExactly(ONE, "2026-01-02T14:30:00Z", "2026-01-02T16:00:00Z");
    assertThat(status()).isEqualTo(Status.OVER);
  }

  @Test
  void whatWasMissedIsPassedOverOrDoneOnce() {
    hourly(Missed.SKIP);
    rig.put(rig.schedule(2, BEN, "", "0 * * * *", Missed.ONCE, 0));
    rig.time.clock.set(Instant.parse("2026-01-02T15:30:00Z"));
    rig.restart();
    assertThat(dues(State.HANDED)).isEmpty();
    assertThat(dues(State.SKIPPED)).containsExactly("2026-01-02T15:00:00Z");
    assertThat(rig.runs(2)).extracting(run -> run.state() + " " + run.due()).containsExactly(
        "HANDED 2026-01-02T15:00:00Z", "SKIPPED 2026-01-02T13:00:00Z");
    rig.answer();
    rig.time.pass(Duration.ofMinutes(30));
    assertThat(dues(State.HANDED)).containsExactly("2026-01-02T16:00:00Z");
    assertThat(rig.runs(2).getFirst().due()).isEqualTo(Instant.parse("2026-01-02T16:00:00Z"));
  }

  @Test
  void aMachineThatSleptFindsItsTimeWithinAMinute() {
    once();
    rig.time.jump(Instant.parse("2026-01-02T20:00:00Z"));
    rig.time.ringAll();
    assertThat(dues(State.HANDED)).containsExactly(ONE);
  }

  @Test
  void aClockThatIsSetBackRunsNothingTwice() {
    hourly(Missed.ONCE);
    rig.time.pass(Duration.ofHours(1));
    rig.answer();
    rig.time.jump(Instant.parse("2026-01-02T10:30:00Z"));
    rig.time.ringAll();
    rig.restart();
    rig.time.pass(Duration.ofHours(3));
    assertThat(dues(State.DONE)).containsExactly(ONE);
    assertThat(rig.rows()).isEmpty();
    rig.time.pass(Duration.ofMinutes(30));
    assertThat(dues(State.HANDED)).containsExactly("2026-01-02T14:00:00Z");
  }

  @Test
  void sleepsUntilTheNextTimeAndReadsNothingMeanwhile() {
    once();
    assertThat(rig.time.alarms()).isEqualTo(1);
    rig.ledger.cutAfter(0);
    rig.time.pass(Duration.ofMinutes(59));
    rig.ledger.mend();
    rig.put(rig.schedule(1, ANNA, ONE, "", Missed.ONCE, 0).with(Status.PAUSED));
    rig.time.pass(Duration.ofHours(9));
    assertThat(rig.time.alarms()).as("nothing is to come").isZero();
    assertThat(rig.rows()).isEmpty();
  }

  @Test
  void isLateByItsJitterAndAlwaysByTheSame() {
    Set<Instant> times = new HashSet<>();
    for (int n = 1; n <= 20; n++) {
      Schedule schedule = rig.schedule(n, ANNA, ONE, "", Missed.ONCE, 600);
      Instant fire = NextRun.fireAt(schedule, Instant.parse(ONE));
      assertThat(fire).isEqualTo(NextRun.fireAt(schedule, Instant.parse(ONE)));
      assertThat(Duration.between(Instant.parse(ONE), fire)).isBetween(Duration.ZERO, Duration.ofMinutes(10));
      times.add(fire);
    }
    assertThat(times).hasSizeGreaterThan(15);
    Schedule schedule = rig.put(rig.schedule(1, ANNA, ONE, "", Missed.ONCE, 600));
    Duration wait = Duration.between(rig.time.now(), NextRun.fireAt(schedule, Instant.parse(ONE)));
    rig.time.pass(wait.minusMillis(1));
    assertThat(rig.rows()).isEmpty();
    rig.time.pass(Duration.ofMillis(1));
    assertThat(dues(State.HANDED)).containsExactly(ONE);
  }

  @Test
  void aMissingRightIsToldOnceAndItGoesOnWhenItIsBack() {
    rig.apply(new RegistryEdit.PutDestination(ROOM));
    rig.put(inTheRoom(Missed.SKIP));
    rig.time.pass(Duration.ofHours(1));
    assertThat(rig.rows()).extracting(MessageIn::platformId).containsExactly("room");
    assertThat(rig.rows().getFirst().threadId()).hasValue("t1");
    rig.answer();
    rig.apply(new RegistryEdit.RemoveDestination(ROOM));
    rig.scheduler.look();
    rig.time.pass(Duration.ofHours(5));
    assertThat(dues(State.BLOCKED)).hasSize(5);
    assertThat(rig.rows()).isEmpty();
    assertThat(rig.ledger.entries.stream().filter(event -> event.kind().equals("blocked"))).hasSize(1);
    assertThat(rig.schedules.find(id(1)).state().orElseThrow().blocked().orElseThrow()).contains("telegram/room");
    rig.apply(new RegistryEdit.PutDestination(ROOM));
    rig.scheduler.look();
    assertThat(rig.schedules.find(id(1)).state().orElseThrow().blocked()).isEmpty();
    assertThat(rig.rows()).isEmpty();
    rig.time.pass(Duration.ofHours(1));
    assertThat(rig.rows()).hasSize(1);
  }

  @Test
  void whatIsDoneOnceWaitsForItsRight() {
    rig.put(inTheRoom(Missed.ONCE));
    rig.time.pass(Duration.ofHours(5));
    assertThat(dues(State.BLOCKED)).containsExactly(ONE);
    rig.apply(new RegistryEdit.PutDestination(ROOM));
    rig.scheduler.look();
    assertThat(rig.rows()).as("one run for all that was missed").hasSize(1);
    assertThat(dues(State.HANDED)).containsExactly("2026-01-02T17:00:00Z");
  }

  @Test
  void anAgentThatIsGoneIsNotWoken() {
    once();
    rig.apply(new RegistryEdit.RemoveAgent(ANNA));
    rig.time.pass(Duration.ofHours(2));
    assertThat(rig.woken).isEmpty();
    assertThat(rig.runs(1).getFirst().note().orElseThrow()).contains("no agent anna");
  }

  @Test
  void nothingRunsInAPanicAndWhatPassedIsMissed() {
    once();
    hourly2();
    rig.brake.engage(new Panic(rig.time.now(), "olga", Optional.of("test")));
    rig.time.pass(Duration.ofHours(3));
    assertThat(rig.rows()).isEmpty();
    assertThatThrownBy(() -> rig.schedules.runNow(id(1), "olga")).hasMessageContaining("everything is stopped");
  }

  private void hourly2() {
    rig.put(rig.schedule(2, BEN, "", "0 * * * *", Missed.SKIP, 0));
  }

  @Test
  void isStoppedAtOnceAndGoesOnWithTimesThatAreToCome() {
    hourly(Missed.ONCE);
    rig.schedules.pause(id(1), "olga");
    assertThat(status()).isEqualTo(Status.PAUSED);
    rig.schedules.pause(id(1), "olga");
    assertThat(rig.ledger.entries).extracting(event -> event.kind() + " by " + event.actor())
        .containsExactly("paused by olga");
    rig.time.pass(Duration.ofHours(3));
    assertThat(rig.rows()).isEmpty();
    rig.put(rig.schedules.find(id(1)).schedule().with(Status.ACTIVE));
    rig.time.pass(Duration.ofMinutes(59));
    assertThat(rig.rows()).as("what passed in a pause is not missed").isEmpty();
    rig.time.pass(Duration.ofMinutes(1));
    assertThat(dues(State.HANDED)).containsExactly("2026-01-02T16:00:00Z");
    rig.schedules.cancel(id(1), "anna");
    assertThatThrownBy(() -> rig.schedules.pause(id(1), "olga")).hasMessageContaining("cancelled already");
    assertThatThrownBy(() -> rig.schedules.runNow(id(1), "olga")).hasMessageContaining("resume");
    assertThatThrownBy(() -> rig.schedules.pause(id(9), "olga")).hasMessageContaining("no such schedule");
  }

  @Test
  void aPersonRunsItOutOfTurn() {
    hourly(Missed.SKIP);
    rig.schedules.runNow(id(1), "olga");
    assertThat(rig.rows()).hasSize(1);
    assertThat(rig.ledger.entries).extracting(event -> event.kind() + " by " + event.actor())
        .containsExactly("run by olga");
    rig.answer();
    rig.time.pass(Duration.ofHours(1));
    assertThat(rig.rows()).as("its own time comes all the same").hasSize(1);
    rig.apply(new RegistryEdit.RemoveAgent(ANNA));
    assertThatThrownBy(() -> rig.schedules.runNow(id(1), "olga")).hasMessageContaining("no agent anna");
  }

  @Test
  void removedAndPutBackItRunsNothingASecondTime() {
    hourly(Missed.ONCE);
    Schedule schedule = rig.schedules.find(id(1)).schedule();
    rig.time.pass(Duration.ofHours(1));
    rig.answer();
    rig.apply(new RegistryEdit.RemoveSchedule(ANNA, id(1)));
    rig.scheduler.look();
    rig.time.pass(Duration.ofHours(2));
    rig.put(schedule);
    assertThat(rig.rows()).isEmpty();
    rig.time.pass(Duration.ofHours(1));
    assertThat(dues(State.HANDED)).containsExactly("2026-01-02T16:00:00Z");
  }

  /// Every cut of the power between two steps of three runs ends with each of them done once.
  @Test
  void aCrashBetweenAnyTwoStepsRunsEachTimeOnce() {
    boolean crashed = true;
    int steps;
    for (steps = 0; crashed; steps++) {
      Schedule schedule = rig.schedule(100 + steps, ANNA, "", "0 * * * *", Missed.ONCE, 0);
      rig.put(schedule);
      int before = rig.woken.size();
      crashed = cut(steps);
      rig.restart();
      Set<String> rows = new HashSet<>();
      rig.rows().forEach(row -> assertThat(rows.add(row.id().value())).isTrue());
      assertThat(rig.rows()).as("after %d steps", steps).hasSize(1);
      assertThat(rig.woken).as("after %d steps", steps).hasSizeGreaterThan(before);
      assertThat(rig.ledger.entries.stream().filter(event -> event.subject().equals(schedule.id().value())
          && !event.detail().contains("goes on"))).as("after %d steps", steps).hasSize(1);
      rig.answer();
      rig.apply(new RegistryEdit.RemoveSchedule(ANNA, schedule.id()));
      rig.scheduler.look();
    }
    assertThat(steps).as("steps of one run").isGreaterThan(5);
  }

  private boolean cut(int steps) {
    rig.ledger.cutAfter(steps);
    try {
      rig.time.pass(Duration.ofHours(1));
      return false;
    } catch (CutLedger.Cut _) {
      return true;
    }
  }

  @Test
  void hundredsAtOnceLeaveRoomAndAreAllDone() {
    for (int n = 0; n < 15; n++) {
      AgentGroupId agent = new AgentGroupId("agent-" + n);
      rig.agent(agent);
      for (int one = 0; one < 20; one++) {
        rig.apply(new RegistryEdit.PutSchedule(rig.schedule(n * 20 + one + 1, agent, "", "0 * * * *", Missed.ONCE, 0)));
      }
    }
    rig.scheduler.look();
    rig.time.pass(Duration.ofHours(1));
    int done = 0;
    while (done < 300) {
      List<MessageIn> underWay = rig.rows();
      assertThat(underWay).hasSizeBetween(1, Handover.MOST);
      Set<SessionId> sessions = new HashSet<>(rig.woken.subList(rig.woken.size() - underWay.size(), rig.woken.size()));
      assertThat(sessions).as("one at a time in each conversation").hasSize(underWay.size());
      done += rig.answer();
    }
    assertThat(rig.rows()).isEmpty();
    assertThat(rig.woken).hasSize(300);
  }

  @Test
  void anAgentThatNeverEndsHoldsItsPlaceForAWhileOnly() {
    for (int n = 1; n <= Handover.MOST + 1; n++) {
      AgentGroupId agent = new AgentGroupId("agent-" + n);
      rig.agent(agent);
      rig.put(rig.schedule(n, agent, ONE, "", Missed.ONCE, 0));
    }
    rig.time.pass(Duration.ofHours(1));
    assertThat(rig.rows()).hasSize(Handover.MOST);
    rig.time.pass(Handover.LONGEST);
    assertThat(rig.rows()).hasSize(Handover.MOST + 1);
  }
}
