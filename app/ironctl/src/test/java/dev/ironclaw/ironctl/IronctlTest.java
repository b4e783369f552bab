package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IronctlTest {
  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void endsWithZeroWhenAllIsWell() {
    api.answer("GET /v1/changes/pending", 200, "[]");
    Ran ran = Ran.script("change", "pending", "--addr", api.address());
    assertThat(ran).isEqualTo(new Ran(0, "nothing waits for a decision" + System.lineSeparator(), ""));
  }

  @Test
  void endsWithOneAndOneLineWhenTheControlPlaneRefuses() {
    api.answer("GET /v1/changes/chg_1", 404, FakeApi.problem(404, "NOT_FOUND", "there is no change chg_1"));
    Ran ran = Ran.script("--addr", api.address(), "change", "show", "chg_1");
    assertThat(ran)
        .isEqualTo(new Ran(1, "", "ironctl: there is no change chg_1" + System.lineSeparator()));
  }

  @Test
  void endsWithTwoOnWrongUsage() {
    for (List<String> wrong : List.of(List.of("dance"), List.of("change", "approve"), List.of("status", "--nope"),
        List.of("--addr", "ftp://x", "status"), List.of("change", "submit", "--kind", "persona", "--group", "a",
            "--payload", "{not json"))) {
      Ran ran = Ran.script(wrong.toArray(String[]::new));
      assertThat(ran.exit()).as("%s", wrong).isEqualTo(2);
      assertThat(ran.err()).as("%s", wrong).startsWith("ironctl: ").hasLineCount(1);
    }
  }

  @Test
  void leavesAFileNameToTheCommandThatReadsIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("payload.json"), "{\"soul\": \"Calm.\"}");
    api.answer("POST /v1/changes", 202, "{\"id\":\"chg_1\",\"state\":\"pending\"}");
    Ran ran = Ran.script("change", "submit", "--kind", "persona", "--group", "a", "--payload", "@" + file, "--addr",
        api.address());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(api.asked("POST /v1/changes").getFirst().body()).contains("\"after\":{\"soul\":\"Calm.\"}");
  }

  @Test
  void endsWithThreeWithAWrongToken() {
    Ran ran = Ran.run(Map.of("IRONCLAW_API_TOKEN", "wrong"), false, "", "status", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).isEqualTo("ironctl: a valid token is needed" + System.lineSeparator());
  }

  @Test
  void endsWithFourWhenNothingListens() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Ran ran = Ran.script("status", "--addr", "http://127.0.0.1:" + free);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).contains("no control plane answers at http://127.0.0.1:" + free).hasLineCount(1);
  }

  @Test
  void readsTheTokenFromStandardInput() {
    api.answer("GET /v1/changes/pending", 200, "[]");
    Ran ran = Ran.run(Map.of(), false, FakeApi.TOKEN + "\n", "change", "pending", "--token", "-", "--addr",
        api.address());
    assertThat(ran.exit()).isZero();
  }

  @Test
  void printsJsonForScriptsWithoutAnythingThatATerminalWouldActOn() {
    api.answer("GET /v1/audit", 200, "[{\"seq\":1,\"time\":\"t\",\"stage\":\"s\",\"kind\":\"k\",\"actor\":\"a\","
        + "\"detail\":\"\\u001b[2J\\u202e\",\"hash\":\"h\"}]");
    Ran ran = Ran.script("audit", "--json", "--limit", "7", "--addr", api.address());
    assertThat(ran.out()).contains("\"detail\" : \"\\u001B[2J\\u202E\"");
    assertThat(api.asked("GET /v1/audit").getFirst().query()).isEqualTo("limit=7");
  }

  @Test
  void goesBackFromAnEntryAndFromAChange() {
    api.answer("GET /v1/audit", 200, "[]").answer("GET /v1/changes/history", 200, "[]");
    assertThat(Ran.script("audit", "--before", "9", "--limit", "7", "--addr", api.address()).exit()).isZero();
    assertThat(Ran.script("change", "history", "--before", "chg_1", "--addr", api.address()).exit()).isZero();
    assertThat(api.asked("GET /v1/audit").getFirst().query()).isEqualTo("limit=7&before=9");
    assertThat(api.asked("GET /v1/changes/history").getFirst().query()).isEqualTo("limit=50&before=chg_1");
  }

  @Test
  void makesEscapeSequencesOfStrangersVisible() {
    api.answer("GET /v1/audit", 200, "[{\"seq\":1,\"time\":\"t\",\"stage\":\"s\",\"kind\":\"k\",\"actor\":\"a\","
        + "\"detail\":\"\\u001b[2Jclean\\nline\",\"hash\":\"h\"}]");
    Ran ran = Ran.script("audit", "--addr", api.address());
    assertThat(ran.out()).contains("⟨U+001B⟩[2Jclean⟨U+000A⟩line").doesNotContain("\u001b");
  }

  @Test
  void listsItsCommandsSorted() {
    String help = Ran.script("--help").out();
    List<String> commands = help.lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1)
        .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ').map(line -> line.strip().split(" +", 2)[0])
        .toList();
    assertThat(commands).hasSize(38).isSorted();
  }
}
