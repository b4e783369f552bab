package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class EventStreamTest {
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private static RawClient listen(Crossing crossing, long after) throws IOException {
    RawClient client = new RawClient(crossing.folder());
    client.send("GET " + BoxApi.EVENTS + "?after=" + after + " HTTP/1.1\r\nHost: box\r\n\r\n");
    RawClient.Answer head = client.head();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).containsEntry("content-type", "application/x-ndjson");
    return client;
  }

  private static String line(RawClient client) throws IOException {
    return client.bodyLine();
  }

  @Test
  void waitsOpenUntilTheBoxIsBoundThenSendsWhatIsUnfinishedAndThenWhatComes() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      house.queue.push("in_1", "{}");
      Crossing crossing = house.open();
      try (RawClient box = listen(crossing, 0)) {
        crossing.bind(house.binding());
        assertThat(line(box)).startsWith("{\"type\":\"bound\",\"session\":\"ses_0123456789abcdef\"");
        assertThat(line(box)).contains("\"id\":\"in_1\"");
        house.queue.push("in_2", "{}");
        assertThat(line(box)).contains("\"id\":\"in_2\"");
        crossing.update(house.binding("send_message"));
        assertThat(line(box)).startsWith("{\"type\":\"config\"");
        crossing.tell(new BoxEvent.Cancel(4));
        assertThat(line(box)).isEqualTo("{\"type\":\"cancel\",\"seq\":4}");
      }
    }
  }

  @Test
  void resumesAfterASeqAndClosesTheFormerStream() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      house.queue.push("in_1", "{}");
      house.queue.push("in_2", "{}");
      Crossing crossing = house.openBound();
      try (RawClient first = listen(crossing, 0)) {
        assertThat(line(first)).contains("bound");
        assertThat(line(first)).contains("in_1");
        assertThat(line(first)).contains("in_2");
        try (RawClient second = listen(crossing, 2)) {
          assertThat(line(first)).isEmpty();
          assertThat(line(second)).contains("bound");
          assertThat(line(second)).contains("in_2");
          Wait.until(() -> house.queue.followers() == 1);
        }
      }
    }
  }

  @Test
  void stopsFollowingWhenTheBoxHangsUpThoughNothingIsWritten() throws Exception {
    try (BoxHouse house = new BoxHouse()) {
      Crossing crossing = house.openBound();
      RawClient box = listen(crossing, 0);
      line(box);
      Wait.until(() -> house.queue.followers() == 1);
      box.close();
      Wait.until(() -> house.queue.followers() == 0);
    }
  }

  @Test
  void cutsOffAReaderThatIsTooSlowWhichResumesWithoutAGapOrADouble() throws IOException {
    BoxLimits small = new BoxLimits(100_000, 100_000, 100_000, 100_000, 4, 8, 16, Duration.ofSeconds(30), 512 * 1024,
        1 << 20);
    try (BoxHouse house = new BoxHouse(small)) {
      Crossing crossing = house.openBound();
      int rows = 400;
      String content = "x".repeat(8 * 1024);
      List<Long> seen = new ArrayList<>();
      int streams = 0;
      try (RawClient slow = listen(crossing, 0)) {
        for (int i = 0; i < rows; i++) {
          house.queue.push("in_" + i, content);
        }
        readUntil(slow, seen, 2L * rows);
        streams++;
      }
      assertThat(seen).isNotEmpty().hasSizeLessThan(rows);
      while (seen.size() < rows && streams < rows) {
        try (RawClient again = listen(crossing, seen.getLast())) {
          readUntil(again, seen, 2L * rows);
          streams++;
        }
      }
      assertThat(seen).hasSize(rows).isSorted().doesNotHaveDuplicates();
    }
  }

  private static void readUntil(RawClient client, List<Long> seen, long last) throws IOException {
    for (String line = line(client); !line.isEmpty(); line = line(client)) {
      SEQ.matcher(line).results().forEach(result -> seen.add(Long.parseLong(result.group(1))));
      if (!seen.isEmpty() && seen.getLast() == last) {
        return;
      }
    }
  }

  @Test
  void staysOpenWhenNothingHappensForLongerThanAConnectionMayBeIdle() throws Exception {
    BoxLimits hasty = new BoxLimits(100_000, 100_000, 100_000, 100_000, 4, 8, 16, Duration.ofSeconds(1), 8 << 20,
        256L << 20);
    try (BoxHouse house = new BoxHouse(hasty)) {
      Crossing crossing = house.openBound();
      try (RawClient box = listen(crossing, 0); RawClient idle = new RawClient(crossing.folder())) {
        line(box);
        // Ends when the host closes the idle connection: later than the stream has been quiet for as long.
        assertThat(idle.get(BoxApi.STATE).status()).isEqualTo(200);
        assertThat(idle.rest()).isEmpty();
        house.queue.push("in_1", "{}");
        assertThat(line(box)).contains("in_1");
      }
    }
  }
}
