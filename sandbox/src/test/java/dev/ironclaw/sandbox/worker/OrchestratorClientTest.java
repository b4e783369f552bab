package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.testing.SocketHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrchestratorClientTest {
  @TempDir
  private Path folder;

  private OrchestratorClient client(LongConsumer pause) {
    return new OrchestratorClient(folder.resolve("s"), FakeOrchestrator.JOB, FakeOrchestrator.TOKEN,
        Duration.ofMinutes(5), pause);
  }

  private static byte[] event(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void saysTheSameAgainToAHostThatCameBack() throws Exception {
    AtomicReference<SocketHost> second = new AtomicReference<>();
    AtomicInteger pauses = new AtomicInteger();
    SocketHost first = new SocketHost(folder.resolve("s"), _ -> new byte[0]);
    client(_ -> {
      try {
        if (pauses.incrementAndGet() == 3) {
          first.close();
        } else if (pauses.get() == 8) {
          second.set(new SocketHost(folder.resolve("s"), _ -> SocketHost.answer(200)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }).event(event("{\"id\":\"run-1\"}"));
    assertThat(pauses).hasValue(8);
    SocketHost.Request request = second.get().requests.take();
    assertThat(request.body()).isEqualTo("{\"id\":\"run-1\"}");
    assertThat(request.line()).startsWith("POST /worker/" + FakeOrchestrator.JOB + "/event ");
    assertThat(request.head()).contains("Authorization: Bearer " + FakeOrchestrator.TOKEN + "\r\n");
    second.get().close();
  }

  @Test
  void givesUpOnAHostThatStaysAway() {
    AtomicInteger waited = new AtomicInteger();
    assertThatThrownBy(() -> client(millis -> waited.addAndGet((int) millis)).event(event("{}")))
        .isInstanceOf(IronclawException.class).hasMessageContaining("no answer for 300 s");
    assertThat(waited.get()).isBetween(300_000, 320_000);
  }

  @Test
  void tellsAnEndedJobFromAHostThatIsAway() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"), _ -> SocketHost.answer(401))) {
      for (Runnable call : List.<Runnable>of(() -> client(_ -> fail()).status("x", "y", 1),
          () -> client(_ -> fail()).prompt(Duration.ZERO), () -> client(_ -> fail()).complete(true, "", 1),
          () -> client(_ -> fail()).credentials())) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(IronclawException.class,
            over -> assertThat(over.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
      }
      assertThat(host.requests).hasSize(4);
    }
  }

  private static void fail() {
    throw new AssertionError("waited");
  }

  @Test
  void saysWithTheNextQuestionWhichPromptArrived() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (SocketHost host = new SocketHost(folder.resolve("s"), _ -> calls.incrementAndGet() < 3
        ? SocketHost.answer(200, "{\"content\":\"c" + calls + "\",\"done\":false,\"id\":4" + calls + "}")
        : SocketHost.answer(204))) {
      OrchestratorClient client = client(_ -> fail());
      assertThat(client.prompt(Duration.ZERO)).contains(new JobPrompt("c1", false));
      assertThat(client.prompt(Duration.ofSeconds(1))).contains(new JobPrompt("c2", false));
      assertThat(client.prompt(Duration.ZERO)).isEmpty();
      assertThat(host.requests).extracting(request -> request.line().split(" ")[1].replaceAll(".*\\?", ""))
          .containsExactly("wait=0&ack=0", "wait=1&ack=41", "wait=0&ack=42");
    }
  }

  @Test
  void readsWhatWasGrantedAndNothingOfItIsInItsText() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"),
        _ -> SocketHost.answer(200, "[{\"env_var\":\"A\",\"value\":\"one\"},{\"env_var\":\"B\",\"value\":\"two\"}]"))) {
      List<GrantedVariable> granted = client(_ -> fail()).credentials();
      assertThat(granted).containsExactly(new GrantedVariable("A", "one"), new GrantedVariable("B", "two"));
      assertThat(granted.toString()).doesNotContain("one", "two");
      assertThat(host.requests).hasSize(1);
    }
  }

  @Test
  void reportsNoMoreThanTheHostTakes() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"), _ -> SocketHost.answer(200))) {
      client(_ -> fail()).complete(true, "\u0001".repeat(3_000_000), 1);
      assertThat(host.requests.take().body().length()).isLessThan(WorkerApi.MAX_BODY_BYTES).isGreaterThan(500_000);
    }
  }

  @Test
  void sendsTheModelsCallOnceAlone() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"), _ -> new byte[0])) {
      assertThatThrownBy(() -> client(_ -> fail()).model(event("{}"), Duration.ofSeconds(5)))
          .isInstanceOf(IOException.class);
      assertThat(host.requests).hasSize(1);
    }
  }
}
