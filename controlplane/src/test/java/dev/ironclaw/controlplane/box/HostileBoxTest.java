package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.box.BoxApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class HostileBoxTest {
  private static final String BEAT = "{\"toolTimeoutMillis\":0}";

  private static BoxLimits limits(long burst, int connections, Duration request) {
    return new BoxLimits(1, burst, 1, burst, 4, 8, connections, request, 1 << 20, 1 << 20);
  }

  private static void isServed(Crossing crossing) throws IOException {
    try (RawClient box = new RawClient(crossing.folder())) {
      assertThat(box.post(BoxApi.HEARTBEAT, BEAT).status()).isEqualTo(204);
    }
  }

  @Test
  void refusesABodyThatIsTooLargeWithoutReadingIt() throws IOException {
    try (BoxHouse house = new BoxHouse(); RawClient box = new RawClient(house.openBound().folder())) {
      box.send("POST " + BoxApi.COMMIT + " HTTP/1.1\r\nHost: b\r\nContent-Length: 9999999999\r\n\r\n{");
      assertThat(box.answer().status()).isEqualTo(413);
      assertThat(box.rest()).isEmpty();
    }
  }

  @Test
  void refusesAChunkedBodyOnceItIsTooLarge() throws IOException {
    try (BoxHouse house = new BoxHouse(); RawClient box = new RawClient(house.openBound().folder())) {
      box.send("POST " + BoxApi.HEARTBEAT + " HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n"
          + "x".repeat(0x2000) + "\r\n");
      assertThat(box.answer().status()).isEqualTo(413);
      assertThat(box.rest()).isEmpty();
    }
  }

  @Test
  void refusesARequestWithTwoLengths() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      Crossing crossing = house.openBound();
      String inner = "GET " + BoxApi.STATE + " HTTP/1.1\r\nHost: b\r\n\r\n";
      for (String lengths : List.of("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
          "Content-Length: 2\r\nContent-Length: 40\r\n", "Transfer-Encoding: xchunked\r\n",
          "Content-Length: +2\r\n")) {
        try (RawClient box = new RawClient(crossing.folder())) {
          box.send("POST " + BoxApi.HEARTBEAT + " HTTP/1.1\r\nHost: b\r\n" + lengths + "\r\n0\r\n\r\n" + inner);
          assertThat(box.answer().status()).as(lengths).isBetween(400, 501);
          assertThat(box.rest()).as(lengths).isEmpty();
        }
      }
      assertThat(house.listener.refusals).isNotEmpty();
      isServed(crossing);
    }
  }

  @Test
  void aVersionThatIsNoneIsTheBoxesFaultAndNotTheHosts() throws IOException {
    try (BoxHouse house = new BoxHouse(); RawClient box = new RawClient(house.openBound().folder())) {
      box.send("GET " + BoxApi.STATE + " HTTP/9.9\r\nHost: b\r\n\r\n");
      assertThat(box.answer().body()).contains("this is not HTTP/1.1").doesNotContain("the host failed");
      assertThat(house.listener.refusals).extracting(RecordingListener.Refusal::why)
          .containsExactly("this is not HTTP/1.1 as the box API has it");
    }
  }

  @Test
  void refusesHeadersThatAreTooLarge() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      Crossing crossing = house.openBound();
      try (RawClient box = new RawClient(crossing.folder())) {
        box.send("GET " + BoxApi.STATE + " HTTP/1.1\r\nHost: b\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(box.answer().status()).isEqualTo(431);
      }
      isServed(crossing);
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    try (BoxHouse house = new BoxHouse(); RawClient box = new RawClient(house.openBound().folder())) {
      box.sendPost(BoxApi.HEARTBEAT, BEAT).sendPost("/nowhere", "{}").sendPost(BoxApi.HEARTBEAT, BEAT);
      assertThat(List.of(box.answer().status(), box.answer().status(), box.answer().status()))
          .containsExactly(204, 404, 204);
    }
  }

  @Test
  void answers429WhenABoxAsksTooOftenAndLeavesTheOtherBoxAlone() throws IOException {
    try (BoxHouse house = new BoxHouse(limits(3, 16, Duration.ofSeconds(30)))) {
      Crossing crossing = house.openBound();
      Crossing other = house.server().openCrossing(BoxHouse.OTHER);
      other.bind(house.binding());
      try (RawClient box = new RawClient(crossing.folder())) {
        List<Integer> statuses = new ArrayList<>();
        // A slow machine gets some of its three a second back between two calls.
        while (statuses.size() < 100 && !statuses.contains(429)) {
          statuses.add(box.post(BoxApi.HEARTBEAT, BEAT).status());
        }
        assertThat(statuses).startsWith(204, 204, 204).endsWith(429);
      }
      isServed(other);
      assertThat(house.listener.refusals).hasSize(1);
    }
  }

  @Test
  void closesAConnectionBeyondTheMostUnheard() throws IOException {
    try (BoxHouse house = new BoxHouse(limits(100, 2, Duration.ofSeconds(30)))) {
      Crossing crossing = house.openBound();
      try (RawClient first = new RawClient(crossing.folder()); RawClient second = new RawClient(crossing.folder())) {
        assertThat(first.post(BoxApi.HEARTBEAT, BEAT).status()).isEqualTo(204);
        assertThat(second.post(BoxApi.HEARTBEAT, BEAT).status()).isEqualTo(204);
        try (RawClient third = new RawClient(crossing.folder())) {
          assertThat(ask(third)).doesNotContain("HTTP/1.1");
        }
      }
      Wait.until(() -> {
        try {
          isServed(crossing);
          return true;
        } catch (IOException e) {
          return false;
        }
      });
    }
  }

  /// What comes back, where anything does: a connection that is closed already takes no request.
  private static String ask(RawClient box) throws IOException {
    try {
      box.sendPost(BoxApi.HEARTBEAT, BEAT);
    } catch (IOException e) {
      return "";
    }
    return box.rest();
  }

  @Test
  void closesAHalfRequestThatNeverEnds() throws IOException {
    try (BoxHouse house = new BoxHouse(limits(100, 16, Duration.ofSeconds(1)))) {
      Crossing crossing = house.openBound();
      try (RawClient head = new RawClient(crossing.folder()); RawClient body = new RawClient(crossing.folder())) {
        head.send("POST " + BoxApi.HEARTBEAT + " HTTP/1.1\r\nHos");
        body.send("POST " + BoxApi.HEARTBEAT + " HTTP/1.1\r\nHost: b\r\nContent-Length: 22\r\n\r\n{");
        assertThat(head.rest()).doesNotContain("204");
        assertThat(body.rest()).doesNotContain("204");
      }
      isServed(crossing);
    }
  }

  @Test
  void survivesRandomBytesOfManySeeds() throws IOException {
    try (BoxHouse house = new BoxHouse(new BoxLimits(100_000, 100_000, 100_000, 100_000, 4, 8, 16,
        Duration.ofSeconds(5), 1 << 20, 1 << 20))) {
      Crossing crossing = house.openBound();
      byte[] good = ("POST " + BoxApi.COMMIT + " HTTP/1.1\r\nHost: b\r\nContent-Length: 36\r\n\r\n"
          + "{\"rows\":[],\"acks\":[],\"state\":[]}    ").getBytes(StandardCharsets.US_ASCII);
      for (int seed = 0; seed < 100; seed++) {
        Random random = new Random(seed);
        byte[] bytes = good.clone();
        if (seed % 3 == 0) {
          random.nextBytes(bytes);
        } else {
          for (int i = 0; i < 1 + seed % 7; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
        }
        try (RawClient box = new RawClient(crossing.folder())) {
          box.send(bytes);
          box.channel().shutdownOutput();
          assertThat(box.rest()).as("seed " + seed).doesNotContain("HTTP/1.1 500").doesNotContain("Exception");
        }
      }
      isServed(crossing);
    }
  }
}
