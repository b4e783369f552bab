package dev.ironclaw.desktop.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.desktop.posture.SelftestViewModel.Outcome;
import dev.ironclaw.desktop.posture.SelftestViewModel.Probe;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Statuses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelftestViewModelTest {
  private static final SelftestRunView HELD = Statuses.selftest(List.of(), List.of());
  private static final SelftestRunView BROKEN = Statuses.selftest(List.of("host-udp", "write-dev"),
      List.of("write-dev"));

  private final Desk desk = new Desk();
  private final SelftestViewModel model = new SelftestViewModel(desk.backend(), Desk.TEXTS);

  @BeforeEach
  void never() {
    keeps(Optional.empty());
  }

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void keeps(Optional<SelftestRunView> run) {
    desk.controlPlane().answer("GET /v1/status", Statuses.status(Statuses.sealed(), run));
  }

  @Test
  void showsTheLastOneWithItsTimeWithoutRunningAny() {
    keeps(Optional.of(HELD));
    model.start();
    assertThat(model.last().get().orElseThrow().endedAt()).isEqualTo("2026-11-21T09:41:00Z");
    assertThat(model.probes()).hasSize(10);
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
  }

  @Test
  void showsWhatGotThroughFirstThenWhatWasAccepted() {
    desk.controlPlane().answer("POST /v1/sandbox/selftest", BROKEN.result());
    model.start();
    model.run();
    assertThat(model.probes()).extracting(Probe::outcome).startsWith(Outcome.THROUGH, Outcome.ACCEPTED, Outcome.HELD);
    assertThat(model.probes()).extracting(Probe::name).startsWith("host-udp", "write-dev");
    assertThat(model.count(Outcome.HELD)).isEqualTo(8);
    assertThat(model.running().get()).isFalse();
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
  }

  @Test
  void waitsForOneThatRunsElsewhere() {
    desk.controlPlane().refuse("POST /v1/sandbox/selftest", 409, "CONFLICT", "a selftest is running already");
    model.start();
    model.run();
    assertThat(model.running().get()).isTrue();
    assertThat(model.note().get()).isEqualTo("A test runs already. Its result is shown here when it ends.");
    keeps(Optional.of(BROKEN));
    desk.tell("sandbox.selftest", Map.of("held", false));
    assertThat(model.running().get()).isFalse();
    assertThat(model.note().get()).isEmpty();
    assertThat(model.count(Outcome.THROUGH)).isEqualTo(1);
  }

  @Test
  void whoStopsWaitingIsShownTheResultWhenItIsThere() {
    desk.controlPlane().answer("POST /v1/sandbox/selftest", BROKEN.result());
    model.start();
    desk.hold();
    model.run();
    assertThat(model.running().get()).isTrue();
    model.waitNoLonger();
    assertThat(model.running().get()).isFalse();
    desk.deliver();
    assertThat(model.probes()).as("an answer that nobody waits for").isEmpty();
    keeps(Optional.of(HELD));
    desk.tell("sandbox.selftest", Map.of("held", true));
    assertThat(model.probes()).hasSize(10);
  }

  @Test
  void aRefusalIsSaidAndTheLastResultStays() {
    keeps(Optional.of(HELD));
    desk.controlPlane().refuse("POST /v1/sandbox/selftest", 503, "PANIC", "everything is stopped");
    model.start();
    model.run();
    assertThat(model.note().get()).isEqualTo("everything is stopped");
    assertThat(model.running().get()).isFalse();
    assertThat(model.probes()).hasSize(10);
  }

  @Test
  void asksOnceHoweverOftenItIsPressed() {
    desk.controlPlane().answer("POST /v1/sandbox/selftest", HELD.result());
    model.start();
    desk.hold();
    model.run();
    model.run();
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
    desk.deliver();
  }

  @Test
  void nothingArrivesAfterItWasLeft() {
    desk.controlPlane().answer("POST /v1/sandbox/selftest", HELD.result());
    model.start();
    desk.hold();
    model.run();
    model.stop();
    desk.deliver();
    assertThat(model.probes()).isEmpty();
    assertThat(model.running().get()).isFalse();
    assertThat(desk.listeners()).isZero();
  }
}
