package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private final FakeApi api = new FakeApi().answer("GET /healthz", 200, "{\"status\":\"ok\",\"version\":\"1\"}")
      .answer("GET /readyz", 200, "{\"status\":\"ready\"}")
      .answer("GET /v1/status", 200, status(true, "\"limits not enforced: rootless\""))
      .answer("GET /v1/key", 200, "{\"id\":\"a\",\"source\":\"file\",\"strength\":\"KEY BESIDE THE DATA\","
          + "\"dataKeys\":1}")
      .answer("GET /v1/policy", 200, policy(""))
      .answer("POST /v1/sandbox/selftest", 200, "{\"held\":false,\"probes\":["
          + "{\"name\":\"shell\",\"held\":true,\"detail\":\"none\"},"
          + "{\"name\":\"dns\",\"held\":false,\"detail\":\"answered\"}]}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void findsNothingWrongAndStillSaysWhatIsWeak() {
    Ran ran = Ran.script("doctor", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines()).anyMatch(line -> line.startsWith("OK    runtime: runsc 1"))
        .anyMatch(line -> line.startsWith("WARN  limits: limits not enforced"))
        .anyMatch(line -> line.equals("WARN  master key: KEY BESIDE THE DATA"))
        .noneMatch(line -> line.startsWith("FAIL"));
  }

  @Test
  void diagnosticsAreShownAndWrittenWithoutTheToken(@TempDir Path folder) throws IOException {
    api.answer("GET /v1/config", 200, "[{\"name\":\"pool-size\",\"value\":\"3\",\"source\":\"flag\"}]")
        .answer("GET /v1/audit", 200, "[]");
    Ran ran = Ran.script("diagnostics", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("about.txt", "pool-size", "OK    runtime").doesNotContain("a-token");
    Path file = folder.resolve("bundle.zip");
    assertThat(Ran.script("diagnostics", "--addr", api.address(), file.toString()).exit()).isZero();
    assertThat(file).isNotEmptyFile();
    Ran again = Ran.script("diagnostics", "--addr", api.address(), file.toString());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
  }

  @Test
  void printsTheEnginesConfigurationAloneWhereverTheControlPlaneIs(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("daemon.json"), "{\"log-level\":\"warn\"}");
    Ran ran = Ran.script("doctor", "--print-daemon-json", "--daemon-json", file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("{\n  \"log-level\": \"warn\",").contains("--oci-seccomp").endsWith("}\n");
    assertThat(ran.err()).contains("Put this into " + file, "docker info");
    assertThat(file).as("nothing is written").hasContent("{\"log-level\":\"warn\"}");
  }

  @Test
  void saysHowAnEngineGetsAStrongerWallAndHowBoxesReachTheHost() {
    api.answer("GET /v1/status", 200, status(true, "\"DEGRADED\",\"nothing limits workspaces\"").replace(
        "\"problems\"", "\"weaknesses\":[{\"code\":\"shared-kernel\",\"words\":\"DEGRADED\"},"
            + "{\"code\":\"workspace-volume\",\"words\":\"nothing limits workspaces\"}],\"crossing\":\"stdio\","
            + "\"problems\""));
    Ran ran = Ran.script("doctor", "--addr", api.address());
    assertThat(ran.out()).contains("WARN  isolation: DEGRADED\n      fix: ironctl doctor --print-daemon-json",
        "WARN  isolation: nothing limits workspaces", "OK    limits",
        "OK    crossing: boxes reach the host over their");
  }

  @Test
  void saysWhetherJobsCanStartAndBehindWhichWalls() {
    api.answer("GET /api/jobs/options", 200, jobs(""));
    assertThat(Ran.script("doctor", "--addr", api.address()).out())
        .contains("OK    jobs: they can start, with images worker (ready)");
    api.answer("GET /api/jobs/options", 200, jobs("\"weaker\":\"DEGRADED\","));
    assertThat(Ran.script("doctor", "--addr", api.address()).out()).contains("WARN  jobs: their walls are weaker",
        "DEGRADED\n      fix: ironctl doctor --print-daemon-json");
    api.answer("GET /api/jobs/options", 200, jobs("\"obstacle\":\"no engine answers\",\"weaker\":\"x\","));
    Ran none = Ran.script("doctor", "--addr", api.address());
    assertThat(none.out()).contains("WARN  jobs: none can start: no engine answers");
    assertThat(none.exit()).as("all else works").isZero();
  }

  private static String jobs(String more) {
    return "{" + more + "\"modes\":[{\"name\":\"worker\",\"memoryMb\":1,\"cpuPercent\":1,\"timeoutSeconds\":1,"
        + "\"iterations\":1,\"image\":{\"name\":\"worker\",\"state\":\"ready\",\"bytes\":0,\"words\":\"\"}}],"
        + "\"maxMemoryMb\":1,\"maxCpuPercent\":1,\"maxTimeoutSeconds\":1,\"maxIterations\":1,\"maxConcurrent\":1,"
        + "\"projectsFolder\":\"/p\",\"projects\":[]}";
  }

  @Test
  void failsWithAFixWhereTheRuntimeIsMissing() {
    api.answer("GET /v1/status", 200, status(false, ""));
    Ran ran = Ran.script("doctor", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("FAIL  runtime", "fix: install runsc");
  }

  @Test
  void failsWithAWrongToken() {
    Ran ran = Ran.run(Map.of("IRONCLAW_API_TOKEN", "wrong"), false, "", "doctor", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("FAIL  auth");
  }

  @Test
  void failsWhileNothingMayTakeEffect() {
    api.answer("GET /readyz", 503, "{\"status\":\"not ready\",\"reason\":\"audit: cut\"}");
    Ran ran = Ran.script("doctor", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("FAIL  readiness: audit: cut");
  }

  @Test
  void warnsOfRulesThatLeaveTooFewAndFailsForAPolicyThatNobodyDecided() {
    assertThat(Ran.script("doctor", "--addr", api.address()).out()).contains("OK    policy",
        "whether they have a second factor is not looked at");
    api.answer("GET /v1/policy", 200, policy(",\"gaps\":[\"nobody can approve changes of the kind persona\"]"));
    Ran ran = Ran.script("doctor", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("WARN  policy: nobody can approve changes of the kind persona",
        "fix: make the tokens");
    api.answer("GET /v1/policy", 200, policy(",\"fault\":\"it can't be read\""));
    assertThat(Ran.script("doctor", "--addr", api.address()).exit()).isEqualTo(1);
  }

  private static String policy(String more) {
    return "{\"document\":{},\"sentences\":[]" + more + "}";
  }

  @Test
  void namesEachWallThatDidNotHold() {
    Ran ran = Ran.script("doctor", "--sandbox", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("OK    sandbox shell: none", "FAIL  sandbox dns: answered");
  }

  @Test
  void warnsOfAWallThatTheOperatorAcceptedAndFailsForEveryOther() {
    Ran ran = selftest("\"write-dev\"", "write-dev");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("WARN  sandbox write-dev: got in; this wall can't hold without root, and the control "
            + "plane was started with --accept-unenforced-limits", "fix: run the control plane as root");
    assertThat(selftest("\"write-dev\"", "memory-limit").out()).contains("FAIL  sandbox memory-limit: got in");
    assertThat(selftest("", "write-dev").exit()).isEqualTo(1);
  }

  private Ran selftest(String accepted, String broken) {
    api.answer("POST /v1/sandbox/selftest", 200, "{\"held\":false,\"probes\":[{\"name\":\"" + broken
        + "\",\"held\":false,\"detail\":\"got in\"}],\"accepted\":[" + accepted + "]}");
    return Ran.script("doctor", "--sandbox", "--addr", api.address());
  }

  private static String status(boolean usable, String warnings) {
    return "{\"version\":\"1\",\"startedAt\":\"t\",\"uptimeSeconds\":1,\"stateDir\":\"/s\",\"java\":\"25\",\"runtime\":"
        + "{\"name\":\"runsc\",\"usable\":" + usable + ",\"version\":\"1\",\"platform\":\"systrap\",\"mode\":\"\","
        + "\"warnings\":[" + warnings + "],\"problems\":[]},\"boxes\":[],\"agents\":1,\"sessions\":0,"
        + "\"pendingChanges\":0}";
  }
}
