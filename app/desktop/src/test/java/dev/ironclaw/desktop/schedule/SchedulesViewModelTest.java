package dev.ironclaw.desktop.schedule;

import static dev.ironclaw.desktop.schedule.ScheduleSamples.FLOWERS;
import static dev.ironclaw.desktop.schedule.ScheduleSamples.MORNING;
import static dev.ironclaw.desktop.schedule.ScheduleSamples.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulesViewModelTest {
  private final Desk desk = new Desk();
  private final Navigation navigation = new Navigation();
  private final SchedulesViewModel model = new SchedulesViewModel(desk.backend(), navigation, Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private ScheduleView chosen() {
    return Optional.ofNullable(model.chosen().get()).orElseThrow();
  }

  @Test
  void showsTheFirstWithItsRunsAndTheOneThatIsAskedFor() {
    ScheduleSamples.answers(desk);
    model.start();
    assertThat(model.shown()).hasSize(3);
    assertThat(chosen().id()).isEqualTo(MORNING);
    assertThat(model.runs()).hasSize(4).extracting(model::state).containsExactly("Done", "Done", "Missed", "Done");
    navigation.go("schedules", REPORT);
    assertThat(chosen().id()).isEqualTo(REPORT);
    assertThat(model.state(chosen())).isEqualTo("blocked");
    assertThat(model.runs()).hasSize(2);
    model.chosen().set(model.shown().get(1));
    assertThat(model.runs()).isEmpty();
  }

  @Test
  void saysWhereThereIsNoneAndWhereItCouldNotBeLoaded() {
    desk.controlPlane().answer("GET /v1/schedules", List.of());
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
    assertThat(model.chosen().get()).isNull();
    desk.controlPlane().refuse("GET /v1/schedules", 500, "INTERNAL", "it failed");
    model.load();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("it failed"));
  }

  @Test
  void stopsAndRunsAtOnce() {
    ScheduleSamples.answers(desk);
    desk.controlPlane().answer("POST /v1/schedules/" + MORNING + "/pause",
        ScheduleSamples.one(MORNING, "paused", Optional.empty()));
    desk.controlPlane().answer("POST /v1/schedules/" + MORNING + "/run",
        ScheduleSamples.one(MORNING, "active", Optional.empty()));
    model.start();
    model.run(chosen());
    assertThat(model.note().get()).startsWith("It runs now: researcher");
    desk.controlPlane().answer("GET /v1/schedules", List.of(ScheduleSamples.one(MORNING, "paused", Optional.empty())));
    model.pause(chosen());
    assertThat(model.state(chosen())).isEqualTo("paused");
    desk.controlPlane().refuse("POST /v1/schedules/" + MORNING + "/run", 409, "CONFLICT", "a right is missing");
    model.run(chosen());
    assertThat(model.note().get()).isEqualTo("a right is missing");
  }

  @Test
  void asksForEverythingElseAndShowsTheCard() {
    ScheduleSamples.answers(desk);
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_1", "pending"));
    model.start();
    model.remove(chosen());
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"remove\":\"" + MORNING + "\"",
        "\"kind\":\"schedule\"", "\"agentGroupId\":\"researcher\"");
    assertThat(navigation.screen().get()).isEqualTo("approvals");
    model.resume(chosen());
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"resume\":true");
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_1", "rejected"));
    model.resume(chosen());
    assertThat(model.note().get()).contains("rejected");
    for (String granted : List.of("approved", "applied")) {
      desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_1", granted));
      model.remove(chosen());
      assertThat(model.note().get()).as(granted).startsWith("Done").doesNotContain("rejected");
    }
  }

  @Test
  void followsWhatHappensUntilItIsLeft() {
    ScheduleSamples.answers(desk);
    model.start();
    desk.controlPlane().answer("GET /v1/schedules", List.of(ScheduleSamples.one(FLOWERS, "over", Optional.empty())));
    desk.tell("schedule.run", Map.of("id", FLOWERS, "state", "done"));
    assertThat(model.shown()).extracting(ScheduleView::id).containsExactly(FLOWERS);
    model.stop();
    desk.controlPlane().answer("GET /v1/schedules", List.of());
    desk.tell("schedule.changed", Map.of("id", FLOWERS, "status", "removed"));
    assertThat(model.shown()).hasSize(1);
  }
}
