package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.box.BoxApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class BufferBudgetsTest {
  private static final long MIB = 1 << 20;
  private static final String BEAT = "{\"toolTimeoutMillis\":0}";
  private static final String EMPTY_COMMIT = "{\"rows\":[],\"acks\":[],\"state\":[]}";

  private static BoxLimits limits(long buffered) {
    return new BoxLimits(100_000, 100_000, 100_000, 100_000, 4, 8, 16, BoxHouse.LIMITS.request(), 8 << 20, buffered);
  }

  @Test
  void leavesCommitsAndHeartbeatsTheirsWhereModelRequestsHaveTakenAllOfTheirs() throws IOException {
    try (BoxHouse house = new BoxHouse(limits(16 * MIB))) {
      Crossing crossing = house.openBound();
      List<RawClient> held = new ArrayList<>();
      try (RawClient box = new RawClient(crossing.folder())) {
        for (int i = 0; i < 2; i++) {
          held.add(halfAModelRequest(crossing, 5 * MIB));
        }
        try (RawClient third = new RawClient(crossing.folder())) {
          assertThat(sendHead(third, 5 * MIB).answer().status()).isEqualTo(429);
        }
        assertThat(box.post(BoxApi.HEARTBEAT, BEAT).status()).isEqualTo(204);
        assertThat(box.post(BoxApi.COMMIT, EMPTY_COMMIT).status()).isEqualTo(200);
      } finally {
        for (RawClient client : held) {
          client.close();
        }
      }
    }
  }

  @Test
  void leavesOtherBoxesTheRestWhereOneHasItsShare() throws IOException {
    try (BoxHouse house = new BoxHouse(limits(256 * MIB))) {
      Crossing greedy = house.openBound();
      Crossing other = house.server().openCrossing(BoxHouse.OTHER);
      other.bind(house.binding());
      try (RawClient _ = halfAModelRequest(greedy, 8 * MIB);
          RawClient _ = halfAModelRequest(greedy, 8 * MIB);
          RawClient third = new RawClient(greedy.folder());
          RawClient _ = halfAModelRequest(other, 8 * MIB)) {
        assertThat(sendHead(third, 8 * MIB).answer().status()).isEqualTo(429);
      }
    }
  }

  /// Returns when the host has made room for the body.
  private static RawClient halfAModelRequest(Crossing crossing, long bytes) throws IOException {
    RawClient client = new RawClient(crossing.folder());
    client.send("POST " + BoxApi.MODEL + "/v1/messages HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\n"
        + "Content-Length: " + bytes + "\r\n\r\n");
    assertThat(client.head().status()).isEqualTo(100);
    return client;
  }

  private static RawClient sendHead(RawClient client, long bytes) throws IOException {
    return client.send("POST " + BoxApi.MODEL + "/v1/messages HTTP/1.1\r\nHost: b\r\nContent-Length: " + bytes
        + "\r\n\r\n");
  }

  @Test
  void readsTheStateOnceAtATimeAndOnlyWhereThereIsRoomForTheAnswer() throws IOException {
    try (BoxHouse house = new BoxHouse(limits(16 * MIB))) {
      Crossing crossing = house.openBound();
      try (RawClient box = new RawClient(crossing.folder())) {
        for (int i = 0; i < 3; i++) {
          assertThat(box.get(BoxApi.STATE).status()).as("read " + i).isEqualTo(200);
        }
        crossing.enterState();
        assertThat(box.get(BoxApi.STATE).status()).isEqualTo(429);
        crossing.leaveState();
        String value = "\\u0001".repeat(170_000);
        for (int i = 0; i < 4; i++) {
          assertThat(box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[{\"key\":\"k" + i + "\",\"value\":\""
              + value + "\"}]}").status()).isEqualTo(200);
        }
        // 4 MB of JSON, held twice, beside the 4 MiB for the values: more than the 10 MiB of the large lot.
        assertThat(box.get(BoxApi.STATE).status()).isEqualTo(429);
        assertThat(box.post(BoxApi.HEARTBEAT, BEAT).status()).isEqualTo(204);
        assertThat(box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[{\"key\":\"k0\"},{\"key\":\"k1\"}]}")
            .status()).isEqualTo(200);
        assertThat(box.get(BoxApi.STATE).status()).as("what was refused is given back").isEqualTo(200);
      }
    }
  }
}
