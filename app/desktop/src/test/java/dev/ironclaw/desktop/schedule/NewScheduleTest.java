package dev.ironclaw.desktop.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.desktop.schedule.NewSchedule.Repeat;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Desk;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewScheduleTest {
  private final Desk desk = new Desk();
  private int granted;
  private final Navigation navigation = new Navigation();
  private final NewSchedule model = new NewSchedule(desk.backend(), navigation, Desk.TEXTS, ZoneId.of("Europe/Berlin"),
      () -> granted++);

  @BeforeEach
  void start() {
    ScheduleSamples.answers(desk);
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_1", "pending"));
    model.start();
    model.open().set(true);
  }

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  @Test
  void asksForWhatWasWrittenAndShowsTheCard() {
    assertThat(model.agent().get()).isEqualTo("gardener");
    model.prompt().set("Water the flowers");
    model.date().set(LocalDate.of(2026, 11, 22));
    model.time().set("9:05");
    model.repeat().set(Repeat.WEEKLY);
    assertThat(model.isUnsaved()).isTrue();
    model.ask();
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"agentGroupId\":\"gardener\"",
        "\"kind\":\"schedule\"", "\"prompt\":\"Water the flowers\"", "\"run_at\":\"2026-11-22T08:05:00Z\"",
        "\"recurrence\":\"weekly\"", "\"timezone\":\"Europe/Berlin\"");
    assertThat(navigation.screen().get()).isEqualTo("approvals");
    assertThat(model.open().get()).isFalse();
    assertThat(model.isUnsaved()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "applied"})
  void callsNothingRejectedThatTheRulesGranted(String state) {
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_1", state));
    model.prompt().set("x");
    model.repeat().set(Repeat.DAILY);
    model.ask();
    assertThat(granted).isOne();
    assertThat(model.objection().get()).isEmpty();
    assertThat(model.open().get()).isFalse();
    assertThat(model.isUnsaved()).isFalse();
  }

  @Test
  void takesARuleByItself() {
    model.prompt().set("x");
    model.repeat().set(Repeat.RULE);
    model.ask();
    assertThat(model.objection().get()).contains("Write a rule");
    model.rule().set(" 0 9 * * 1-5 ");
    model.ask();
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"recurrence\":\"0 9 * * 1-5\"")
        .doesNotContain("run_at");
  }

  @Test
  void saysWhatIsMissingAndKeepsWhatWasTyped() {
    model.ask();
    assertThat(model.objection().get()).contains("what the agent is to do");
    model.prompt().set("x");
    model.ask();
    assertThat(model.objection().get()).contains("Choose a day and a time");
    model.date().set(LocalDate.of(2026, 11, 22));
    model.time().set("noon");
    model.ask();
    assertThat(model.objection().get()).contains("Choose a day and a time");
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    model.time().set("12:00");
    desk.controlPlane().refuse("POST /v1/changes", 400, "INVALID_PAYLOAD", "it is no rule");
    model.ask();
    assertThat(model.objection().get()).isEqualTo("it is no rule");
    assertThat(model.prompt().get()).isEqualTo("x");
    assertThat(model.open().get()).isTrue();
  }
}
