package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PanicCommandTest {
  private static final String STOPPED = "{\"panic\":{\"since\":\"2026-11-21T01:02:03Z\",\"by\":\"operator\"},"
      + "\"frozen\":40,\"remembered\":%s}";

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void stopsEverythingAndSaysHowItGoesOn() {
    api.answer("POST /v1/panic", 200, STOPPED.formatted("true"));
    Ran ran = Ran.script("panic", "--reason", "odd mails", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("everything is stopped since 2026-11-21T01:02:03Z", "40 processes", "ironctl resume")
        .doesNotContain("no note");
    assertThat(api.asked("POST /v1/panic").getFirst().body()).contains("odd mails");
  }

  @Test
  void saysWhatTheDiskForgets() {
    api.answer("POST /v1/panic", 200, STOPPED.formatted("false"));
    assertThat(Ran.script("panic", "--addr", api.address()).out()).contains("no note");
  }

  @Test
  void saysWhatToDoWhereNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Ran ran = Ran.script("panic", "--addr", "http://127.0.0.1:" + free);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).contains("NOTHING IS STOPPED YET", "ironclaw-controlplane panic --state-dir");
  }

  @Test
  void letsEverythingGoOn() {
    api.answer("POST /v1/resume", 200,
        "{\"ended\":{\"since\":\"t\",\"by\":\"operator\",\"reason\":\"odd\\u001b[2J\"}}");
    Ran ran = Ran.script("resume", "--addr", api.address());
    assertThat(ran.out()).contains("everything goes on", "odd⟨U+001B⟩[2J");
    api.answer("POST /v1/resume", 200, "{}");
    assertThat(Ran.script("resume", "--addr", api.address()).out()).contains("nothing was stopped");
  }
}
