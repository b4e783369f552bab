package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {
  private static final String EXEC = "POST /v1/sandbox/exec";
  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  static String ended(int code, boolean timedOut, String out, String err) {
    return "{\"exitCode\":" + code + ",\"timedOut\":" + timedOut + ",\"stdout\":\"" + out + "\",\"stderr\":\"" + err
        + "\",\"stdoutTruncated\":false,\"stderrTruncated\":false,\"stdoutBytes\":3,\"stderrBytes\":0,"
        + "\"durationMillis\":5,\"container\":\"c\"}";
  }

  private Ran exec(String... words) {
    return Ran.script(api.line("sandbox", words));
  }

  @Test
  void printsBothStreamsAndEndsAsTheProgramDid() {
    api.answer(EXEC, 200, ended(42, false, "out\\n", "err\\n"));
    Ran ran = exec("exec", "--project", "site", "--network", "a.example.org,*.b.example.org", "--env", "A=b=c",
        "--timeout",
        "9", "--", "sh", "-c", "job list");
    assertThat(ran).isEqualTo(new Ran(42, "out\n", "err\n"));
    assertThat(api.asked().getFirst().body()).contains("\"argv\":[\"sh\",\"-c\",\"job list\"]", "\"project\":\"site\"",
        "\"policy\":\"read_only\"", "\"env\":{\"A\":\"b=c\"}", "\"network\":[\"a.example.org\",\"*.b.example.org\"]",
        "\"timeoutSeconds\":9").doesNotContain("\"command\":\"");
  }

  @Test
  void endsWith124AtTheTimeLimitAndSaysWhatIsWeaker() {
    api.answer(EXEC, 200, ended(137, true, "", "").replace("}", ",\"weaker\":\"it shares the kernel\"}"));
    Ran ran = exec("exec", "--project", "site", "--", "sleep", "99");
    assertThat(ran.exit()).isEqualTo(124);
    assertThat(ran.err()).contains("ended at its time limit", "WEAKER: it shares the kernel");
  }

  @Test
  void showsAPersonSignsInPlaceOfWhatDrawsOnTheTerminal() {
    api.answer(EXEC, 200, ended(0, false, "\\u001b[2Jgone\\n", ""));
    String[] line = api.line("sandbox", "exec", "--project", "site", "--", "x");
    assertThat(Ran.script(line).out()).isEqualTo("\u001b[2Jgone\n");
    assertThat(Ran.person("", line).out()).doesNotContain("\u001b").contains("gone");
  }

  @Test
  void saysWhatToDoWhereNobodyAllowedIt() {
    api.answer(EXEC, 403, "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":403,\"code\":\"DENIED\",\"detail\":"
        + "\"run a command: ask for it with `ironctl sandbox allow ci`\"}");
    Ran ran = exec("exec", "--project", "site", "--", "x");
    assertThat(ran.exit()).isEqualTo(ExitCode.DENIED);
    assertThat(ran.err()).contains("ironctl sandbox allow ci");
    assertThat(exec("exec", "--project", "site").exit()).isEqualTo(ExitCode.USAGE);
  }
}
