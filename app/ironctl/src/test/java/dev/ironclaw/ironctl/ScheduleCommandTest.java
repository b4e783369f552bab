package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleCommandTest {
  private static final String ID = "sched_0123456789abcdef";
  private static final String ONE = "{\"id\":\"" + ID + "\",\"agentGroupId\":\"anna\",\"status\":\"active\","
      + "\"prompt\":\"Water the flowers\",\"when\":\"every day at 09:00 (UTC)\",\"timezone\":\"UTC\",\"jitterSeconds\":0,"
      + "\"missed\":\"skip\",\"channelType\":\"webchat\",\"platformId\":\"anna\",\"instance\":\"\","
      + "\"nextRun\":\"2026-12-01T09:00:00Z\",\"runs\":1,\"lastRun\":{\"due\":\"d\",\"at\":\"a\",\"state\":\"done\"}}";
  private static final String RUNS = "[{\"due\":\"2026-11-30T09:00:00Z\",\"at\":\"a\",\"state\":\"blocked\","
      + "\"note\":\"gone\\u001b[2J\"}]";
  private final FakeApi api = new FakeApi().answer("GET /v1/schedules", 200, "[" + ONE + "]")
      .answer("GET /v1/schedules/" + ID, 200, ONE).answer("GET /v1/schedules/" + ID + "/runs", 200, RUNS)
      .answer("POST /v1/schedules/" + ID + "/pause", 200, ONE.replace("active", "paused"))
      .answer("POST /v1/schedules/" + ID + "/run", 200, ONE)
      .answer("POST /v1/changes", 202, "{\"id\":\"chg_1\",\"state\":\"pending\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran run(String... line) {
    return Ran.script(api.line("schedule", line));
  }

  @Test
  void listsAndShows() {
    assertThat(run("list").out()).contains(ID, "anna", "active", "2026-12-01T09:00:00Z", "done",
        "every day at 09:00 (UTC)");
    assertThat(run("list", "--agent", "anna").exit()).isZero();
    assertThat(api.asked("GET /v1/schedules").getLast().query()).contains("agent=anna");
    assertThat(run("show", ID).out()).contains("Water the flowers", "2026-11-30T09:00:00Z  blocked: gone")
        .doesNotContain("\u001b");
    api.answer("GET /v1/schedules", 200, "[]");
    assertThat(run("list").out()).contains("no agent does anything by itself");
  }

  @Test
  void stopsAndRunsAtOnce() {
    assertThat(run("pause", ID).out()).contains(ID + " paused");
    assertThat(run("run", ID).out()).contains(ID + " runs now");
  }

  @Test
  void asksTheGatewayForEverythingElse() {
    assertThat(
        run("create", "anna", "--prompt", "Go", "--every", "0 9 * * 1-5", "--timezone", "Europe/Berlin", "--times",
            "3", "--in", "telegram/-1/2", "--ask").out())
        .contains("chg_1 pending");
    assertThat(run("resume", ID, "--ask").exit()).isZero();
    assertThat(run("remove", ID, "--ask").exit()).isZero();
    assertThat(api.asked("POST /v1/changes")).extracting(FakeApi.Asked::body).satisfiesExactly(
        body -> assertThat(body).contains("\"prompt\":\"Go\"", "\"recurrence\":\"0 9 * * 1-5\"",
            "\"timezone\":\"Europe/Berlin\"", "\"times\":3", "\"channelType\":\"telegram\"", "\"platformId\":\"-1/2\"",
            "\"agentGroupId\":\"anna\"", "\"kind\":\"schedule\""),
        body -> assertThat(body).contains("\"resume\":true", ID, "\"agentGroupId\":\"anna\""),
        body -> assertThat(body).contains("\"remove\":\"" + ID + "\""));
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run("create", "anna").exit()).isEqualTo(ExitCode.USAGE);
    Ran ran = run("create", "anna", "--prompt", "x", "--every", "daily", "--in", "telegram");
    assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("--in must be CHANNEL/PLACE");
    assertThat(api.asked("POST /v1/changes")).isEmpty();
  }
}
