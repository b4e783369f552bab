package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnboardCommandTest {
  private static final String SELFTEST = "POST /v1/sandbox/selftest";

  private final FakeApi api = new FakeApi().answer("GET /v1/status", 200, status(true)).answer(SELFTEST, 200,
      "{\"held\":true,\"probes\":[{\"name\":\"shell\",\"held\":true,\"detail\":\"none\"}],\"accepted\":[]}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aDryRunLooksAndDoesNothing() {
    Ran ran = Ran.script("onboard", "--dry-run", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("ok        runtime", "ok        api-token", "planned   verify",
        "action    agent", "Next: ironctl agent create.");
    assertThat(api.asked()).allSatisfy(asked -> assertThat(asked.call()).startsWith("GET "));
  }

  @Test
  void triesTheBoxesWhereSomebodySaysYes() {
    assertThat(Ran.script("onboard", "--addr", api.address()).out()).contains("skipped   verify");
    assertThat(Ran.person("n\n", "onboard", "--addr", api.address()).out()).contains("skipped   verify");
    assertThat(api.asked(SELFTEST)).isEmpty();
    assertThat(Ran.person("\n", "onboard", "--addr", api.address()).out()).contains("ok        verify");
    assertThat(Ran.script("onboard", "--yes", "--addr", api.address()).exit()).isZero();
    assertThat(api.asked(SELFTEST)).hasSize(2);
  }

  @Test
  void aWallThatDoesNotHoldFailsAndIsNamed() {
    api.answer(SELFTEST, 200, "{\"held\":false,\"probes\":[{\"name\":\"dns\",\"held\":false,\"detail\":\"answered\"}],"
        + "\"accepted\":[]}");
    Ran ran = Ran.script("onboard", "--yes", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("failed    verify", "dns");
    api.answer(SELFTEST, 200, "{\"held\":true,\"probes\":[],\"accepted\":[]}");
    assertThat(Ran.script("onboard", "--yes", "--addr", api.address()).out()).contains("failed    verify");
  }

  @Test
  void saysWhatToDoWhereNothingRunsAndWhereTheRuntimeIsMissing() {
    Ran nothing = Ran.script("onboard", "--addr", "http://127.0.0.1:1");
    assertThat(nothing.exit()).isEqualTo(4);
    assertThat(nothing.out()).contains("action    runtime", "start the control plane", "skipped   verify");
    api.answer("GET /v1/status", 200, status(false));
    Ran missing = Ran.script("onboard", "--dry-run", "--addr", api.address());
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.out()).contains("failed    runtime", "NOT USABLE");
  }

  private static String status(boolean usable) {
    return "{\"version\":\"1\",\"startedAt\":\"t\",\"uptimeSeconds\":1,\"stateDir\":\"/s\",\"java\":\"25\",\"runtime\":{"
        + "\"name\":\"runsc\",\"usable\":" + usable + ",\"version\":\"1\",\"platform\":\"ptrace\",\"mode\":\"root\","
        + "\"warnings\":[],\"problems\":[" + (usable ? "" : "\"install it\"") + "]},\"boxes\":[],\"agents\":0,"
        + "\"sessions\":0,\"pendingChanges\":0}";
  }
}
