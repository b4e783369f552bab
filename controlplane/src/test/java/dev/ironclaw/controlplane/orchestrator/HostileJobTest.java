package dev.ironclaw.controlplane.orchestrator;

import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.JOB;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.TOKEN;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.get;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.path;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.box.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a container may try.
@Timeout(60)
final class HostileJobTest {
  private static final String HEAD = " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nAuthorization: Bearer "
      + TOKEN.value() + "\r\n";
  private static final String STATUS = "{\"state\":\"x\",\"iteration\":1}";

  private static OrchestratorHouse few(int requests, int connections, long perSecond, long burst, Duration limit) {
    return new OrchestratorHouse(new OrchestratorLimits(perSecond, burst, 100, 100, 2, requests, connections, limit,
        256L << 20, 1_000, 1_000_000, 1L << 30), UnaryOperator.identity());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsNoMoreOfABodyThanItsEndpointTakes(int how) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      if (how == 1) {
        client.send("POST " + path("event") + HEAD + "Content-Length: " + (WorkerApi.MAX_EVENT_BYTES + 1) + "\r\n\r\n");
      } else {
        client.send("POST " + path("event") + HEAD + "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(WorkerApi.MAX_EVENT_BYTES + 1) + "\r\n" + " ".repeat(WorkerApi.MAX_EVENT_BYTES + 1));
      }
      assertThat(client.answer().status()).isEqualTo(413);
      client.rest();
      assertThat(house.desk.told).isEmpty();
    }
  }

  @Test
  void closesOnABodyThatNeverEnds() throws IOException {
    try (OrchestratorHouse house = few(8, 8, 100, 100, Duration.ofMillis(300)); RawClient client = house.open()) {
      client.send("POST " + path("status") + HEAD + "Content-Length: 100\r\n\r\n{");
      assertThat(client.rest()).contains("400");
      try (RawClient next = new RawClient(house.run.resolve(JOB.value()))) {
        assertThat(get(next, "job").status()).isEqualTo(200);
      }
    }
  }

  /// Each would be another request for a reader who counts otherwise.
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ", "Content-Length: +2\r\n\r\n{}",
      "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      "Content-Length: 2\r\n folded\r\n\r\n{}"})
  void refusesABodyOfTwoLengths(String rest) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      client.send("POST " + path("status") + HEAD + rest);
      Answer answer = client.answer();
      assertThat(answer.status()).isBetween(400, 501);
      assertThat(client.rest()).as("and ends the connection").isEmpty();
      assertThat(house.desk.told).isEmpty();
      assertThat(house.refused).isNotEmpty();
    }
  }

  @Test
  void answersWhatIsPipelinedInOrder() throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      client.send(("POST " + path("status") + HEAD + "Content-Length: " + STATUS.length() + "\r\n\r\n" + STATUS)
          .repeat(3) + "GET " + path("job") + " HTTP/1.1\r\nHost: h\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        assertThat(client.answer().status()).isEqualTo(200);
      }
      assertThat(client.answer().status()).as("each request has its own token or none").isEqualTo(401);
      assertThat(house.desk.told).hasSize(3);
    }
  }

  @Test
  void writesItsStatusLessOftenThanItMayAsk() throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 3 * OrchestratorLimits.STATUS_BURST; i++) {
        statuses.add(post(client, "status", "{\"state\":\"in_progress\",\"iteration\":1}").status());
      }
      assertThat(statuses).startsWith(200, 200, 200).contains(429);
      assertThat(post(client, "event", "{\"event_type\":\"message\",\"data\":{}}").status()).isEqualTo(200);
    }
  }

  @Test
  void answersSoManyRequestsASecond() throws IOException {
    try (OrchestratorHouse house = few(8, 8, 1, 5, Duration.ofSeconds(5)); RawClient client = house.open()) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        statuses.add(client.get("/health").status());
      }
      assertThat(statuses).startsWith(200, 200, 200, 200, 200).contains(429);
      Answer answer = post(client, "event", "{\"event_type\":\"message\",\"data\":1}");
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsKey("retry-after");
      assertThat(house.desk.told).isEmpty();
    }
  }

  @Test
  void holdsSoManyRequestsAndConnectionsAtATime() throws IOException {
    try (OrchestratorHouse house = few(2, 3, 10_000, 100_000, Duration.ofSeconds(5)); RawClient first = house.open()) {
      Path folder = house.run.resolve(JOB.value());
      try (RawClient second = new RawClient(folder); RawClient third = new RawClient(folder)) {
        for (RawClient slow : List.of(first, second)) {
          slow.send("POST " + path("status") + HEAD + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");
          assertThat(slow.head().status()).isEqualTo(100);
        }
        assertThat(get(third, "job").status()).isEqualTo(429);
        try (RawClient fourth = new RawClient(folder)) {
          assertThat(answerBeforeTheEnd(fourth, "GET /health HTTP/1.1\r\nHost: h\r\n\r\n")).isEmpty();
        }
        first.send(" ".repeat(100 - STATUS.length()) + STATUS);
        assertThat(first.answer().status()).isEqualTo(200);
        // Its place is free a moment after its answer is written.
        int status = get(third, "job").status();
        while (status == 429) {
          status = get(third, "job").status();
        }
        assertThat(status).isEqualTo(200);
      }
    }
  }

  /// The host may hang up before it is asked, or while it is.
  private static String answerBeforeTheEnd(RawClient client, String request) {
    try {
      return client.send(request).rest();
    } catch (IOException hungUp) {
      return "";
    }
  }

  @Test
  void waitsForSoManyPromptsAtATimeWhichKeepNothingElseOut() throws Exception {
    try (OrchestratorHouse house = few(1, 8, 100, 100, Duration.ofSeconds(5)); RawClient first = house.open()) {
      Path folder = house.run.resolve(JOB.value());
      try (RawClient second = new RawClient(folder); RawClient third = new RawClient(folder)) {
        for (RawClient waiting : List.of(first, second)) {
          waiting.send("GET " + path("prompt?wait=25") + HEAD + "\r\n");
          assertThat(house.desk.waiting.take()).isNotDone();
        }
        assertThat(get(third, "prompt?wait=25").status()).isEqualTo(429);
        assertThat(get(third, "job").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void readsNoMoreAtATimeThanThereIsRoomFor() throws IOException {
    OrchestratorLimits little = new OrchestratorLimits(100, 100, 100, 100, 4, 8, 16, Duration.ofSeconds(5), 60_000, 100,
        1_000_000, 1L << 30);
    String words = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    try (OrchestratorHouse house = new OrchestratorHouse(little, UnaryOperator.identity());
        RawClient client = house.open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(post(client, "llm/complete", words.formatted("x".repeat(4_000))).status()).as("given back")
            .isEqualTo(
                200);
        assertThat(post(client, "llm/complete", words.formatted("x".repeat(9_000))).status()).isEqualTo(429);
      }
      assertThat(post(client, "llm/complete", words.formatted("slow:9000 0")).status()).as("an answer").isEqualTo(429);
      assertThat(post(client, "llm/complete", words.formatted("x")).status()).isEqualTo(200);
    }
  }

  @Test
  void keepsSoMuchOfWhatAJobSaysAndItsResult() throws IOException {
    OrchestratorLimits little = new OrchestratorLimits(1_000, 1_000, 100, 100, 4, 8, 16, Duration.ofSeconds(5),
        256L << 20, 100, 1_000, 1_000);
    String event = "{\"event_type\":\"%s\",\"data\":{\"content\":\"%s\"}}";
    try (OrchestratorHouse house = new OrchestratorHouse(little, UnaryOperator.identity());
        RawClient client = house.open()) {
      assertThat(post(client, "event", event.formatted("message", "x".repeat(900))).status()).isEqualTo(200);
      assertThat(post(client, "event", event.formatted("message", "x".repeat(900))).status()).isEqualTo(403);
      assertThat(post(client, "event", event.formatted("message", "")).status()).isEqualTo(403);
      for (int i = 0; i < OrchestratorLimits.LAST_RESULTS; i++) {
        assertThat(post(client, "event", event.formatted("result", "done")).status()).isEqualTo(200);
      }
      assertThat(post(client, "event", event.formatted("result", "done")).status()).isEqualTo(403);
      assertThat(post(client, "complete", "{\"success\":true,\"iterations\":1}").status()).isEqualTo(200);
      assertThat(house.desk.told).hasSize(2 + OrchestratorLimits.LAST_RESULTS);
    }
  }

  @Test
  void refusesWhatIsNestedTooDeep() throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      String deep = "[".repeat(100_000) + "]".repeat(100_000);
      assertThat(post(client, "event", "{\"event_type\":\"message\",\"data\":" + deep + "}", Map.of()).status())
          .isEqualTo(400);
      assertThat(post(client, "llm/complete", "{\"messages\":" + deep + "}", Map.of()).status()).isEqualTo(400);
    }
  }

  @Test
  void countsWhatItRefusesOnceASecond() throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      for (int i = 0; i < 200; i++) {
        assertThat(client.get(path("job")).status()).isEqualTo(401);
      }
      house.orchestrator.close(JOB);
      assertThat(house.refused).hasSizeLessThan(20).last().asString().contains("more like it");
    }
  }
}
