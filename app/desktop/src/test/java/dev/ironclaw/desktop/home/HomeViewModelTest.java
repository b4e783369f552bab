package dev.ironclaw.desktop.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PanicResult;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.home.HealthRow.Level;
import dev.ironclaw.desktop.home.HomeViewModel.Glance;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Statuses;
import java.time.ZoneId;
import java.util.Optional;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeViewModelTest {
  private final Desk desk = new Desk();
  private final HomeViewModel model = model(ZoneOffset.UTC);

  private HomeViewModel model(ZoneId zone) {
    return new HomeViewModel(desk.backend(), new PendingChanges(desk.backend()), new OpenAsks(desk.backend()),
        Desk.TEXTS,
        zone);
  }

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private Glance glance() {
    return model.glance().get().orElseThrow();
  }

  private long asked() {
    return desk.controlPlane().asked("GET").stream().filter(one -> one.call().endsWith("/v1/status")).count();
  }

  private static List<Level> levels(Glance glance) {
    return glance.health().stream().map(HealthRow::level).toList();
  }

  @Test
  void showsTheWholeAtAGlance() {
    HomeFacts.lay(desk, HomeFacts.well());
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Filled());
    assertThat(glance().running()).extracting(RunningBox::agent).containsExactly("Inbox helper", "Researcher");
    assertThat(glance().prepared()).isEqualTo(1);
    assertThat(levels(glance())).containsOnly(Level.GOOD);
    assertThat(glance().health()).extracting(HealthRow::words).contains("Started 2 h ago, version 0.1.0",
        "12,304 lines, whole since the start. Signed 8 min ago.");
    Today today = glance().today().orElseThrow();
    assertThat(today.messages()).hasSize(24).startsWith(0L).contains(16L).endsWith(0L);
    assertThat(today.messagesIn() + today.messagesOut()).isEqualTo(37);
    assertThat(today.changesDecided()).isEqualTo(3);
    assertThat(today.hour()).isEqualTo(10);
  }

  @Test
  void showsWhatIsSpentAndTheMostUsedLimitFirst() {
    HomeFacts.lay(desk, HomeFacts.well());
    model.start();
    Spending spending = glance().spending().orElseThrow();
    assertThat(spending.todayTokens()).isEqualTo(301_500);
    assertThat(spending.todayMicros()).isEqualTo(2_750_000);
    assertThat(spending.monthMicros()).isEqualTo(7_870_000);
    assertThat(spending.limits()).extracting(Spending.Used::agentId, Spending.Used::level).containsExactly(
        tuple("inbox", Level.BAD), tuple("researcher", Level.WEAKER), tuple("researcher", Level.GOOD));
    desk.controlPlane().refuse(HomeFacts.USAGE, 404, "NOT_FOUND", "there is no such route");
    desk.tell("usage.changed", Map.of());
    desk.delaysEnd();
    assertThat(glance().spending()).isEmpty();
  }

  @Test
  void theDayIsThePersonsOwn() {
    HomeFacts.lay(desk, HomeFacts.well());
    HomeViewModel elsewhere = model(ZoneId.of("Pacific/Honolulu"));
    elsewhere.start();
    Today today = elsewhere.glance().get().orElseThrow().today().orElseThrow();
    assertThat(today.hour()).as("midnight there was at ten").isZero();
    assertThat(today.messagesIn() + today.messagesOut()).isEqualTo(4);
    elsewhere.stop();
  }

  @Test
  void whatIsWrongIsNeverShownAsWell() {
    HomeFacts.lay(desk, HomeFacts.troubled());
    desk.controlPlane().answer("GET /v1/key", new MasterKeyView("k1", "file", "KEY BESIDE THE DATA", 1));
    model.start();
    assertThat(levels(glance())).containsExactly(Level.GOOD, Level.BAD, Level.WEAKER, Level.WEAKER);
    assertThat(glance().health().get(1).words()).startsWith("Nothing takes effect: audit-000000000001.jsonl ends");
    assertThat(glance().health().get(2).words()).contains("docker 27.3.1", "reach this machine's kernel");
    assertThat(glance().panic()).isPresent();
  }

  @Test
  void aSandboxWhoseTestFailedIsNotWell() {
    HomeFacts.lay(desk, Statuses.status(Statuses.sealed(),
        Optional.of(Statuses.selftest(List.of("host-udp"), List.of()))));
    model.start();
    assertThat(glance().health().get(2).level()).isEqualTo(Level.BAD);
    assertThat(glance().health().get(2).words()).contains("An attempt to escape got through");
    HomeFacts.lay(desk, Statuses.leaky());
    model.load();
    assertThat(glance().health().get(2).level()).isEqualTo(Level.BAD);
  }

  @Test
  void aControlPlaneThatDoesNotCountShowsTheRest() {
    HomeFacts.lay(desk, HomeFacts.well());
    desk.controlPlane().refuse(HomeFacts.ACTIVITY, 404, "NOT_FOUND", "there is no such route");
    model.start();
    assertThat(glance().today()).isEmpty();
    assertThat(glance().running()).hasSize(2);
  }

  @Test
  void saysWhyNothingCouldBeLoadedAndKeepsWhatItKnew() {
    desk.controlPlane().refuse("GET /v1/status", 403, "DENIED", "this token may only chat");
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("this token may only chat"));
    HomeFacts.lay(desk, HomeFacts.well());
    model.load();
    desk.controlPlane().refuse("GET /v1/status", 503, "NOT_READY", "starting");
    model.load();
    assertThat(model.state().get()).isEqualTo(new ListState.Filled());
    assertThat(glance().running()).hasSize(2);
  }

  @Test
  void manyEventsAreOneReloadAndTheBrakeIsShownAtOnce() {
    HomeFacts.lay(desk, HomeFacts.quiet());
    model.start();
    for (int i = 0; i < 50; i++) {
      desk.tell("chat.message", Map.of());
      desk.tell("session.state", Map.of());
    }
    assertThat(asked()).isEqualTo(1);
    desk.delaysEnd();
    assertThat(asked()).isEqualTo(2);
    HomeFacts.lay(desk, HomeFacts.troubled());
    desk.tell("system.panic", Map.of("on", true));
    assertThat(glance().panic()).isPresent();
  }

  @Test
  void pausesAndGoesOnAndSaysWhatWasRefused() {
    HomeFacts.lay(desk, HomeFacts.quiet());
    desk.controlPlane().answer("POST /v1/panic", new PanicResult(HomeFacts.troubled().panic().orElseThrow(), 2, true));
    desk.controlPlane().refuse("POST /v1/resume", 403, "DENIED", "resuming needs the scope admin");
    model.start();
    model.pause();
    assertThat(desk.controlPlane().asked("POST").getLast().body())
        .isEqualTo("{\"reason\":\"from the app's home screen\"}");
    assertThat(model.note().get()).isEqualTo("Everything is paused.");
    model.goOn();
    assertThat(model.note().get()).isEqualTo("resuming needs the scope admin");
    assertThat(model.braking().get()).isFalse();
  }

  @Test
  void anOlderAnswerDoesNotReplaceANewerOneAndNothingArrivesAfterStop() {
    HomeFacts.lay(desk, HomeFacts.well());
    model.start();
    desk.hold();
    StatusView before = HomeFacts.quiet();
    HomeFacts.lay(desk, before);
    model.load();
    model.stop();
    desk.deliver();
    assertThat(glance().running()).hasSize(2);
    assertThat(desk.listeners()).isZero();
    long asked = asked();
    desk.tell("session.state", Map.of());
    desk.delaysEnd();
    assertThat(asked()).isEqualTo(asked);
  }
}
