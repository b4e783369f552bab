package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The doors over the real encrypted queue.
@Timeout(120)
final class QueueDoorTest {
  @Test
  void limitsHowOftenABoxAsksTheHostAndKeepsNothingThatOnlyInforms() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      Crossing crossing = house.openBound();
      try (RawClient posts = new RawClient(crossing.folder())) {
        for (int i = 0; i < 30; i++) {
          assertThat(posts.post(BoxApi.COMMIT, asking("n" + i, "noop")).body()).isEqualTo("{\"results\":[\"stored\"]}");
        }
        assertThat(house.queue.commits()).allSatisfy(commit -> assertThat(commit.rows()).isEmpty());
        int accepted = 0;
        while (accepted < 200 && posts.post(BoxApi.COMMIT, asking("r" + accepted, "self_edit")).status() == 200) {
          accepted++;
        }
        assertThat(accepted).isBetween(20, 100);
      }
    }
  }

  private static String asking(String id, String action) {
    return "{\"rows\":[{\"id\":\"" + id + "\",\"kind\":\"system\",\"channelType\":\"w\",\"platformId\":\"m\","
        + "\"content\":\"{\\\"action\\\":\\\"" + action + "\\\"}\"}],\"acks\":[],\"state\":[]}";
  }

  @Test
  void carriesARowToTheBoxAndItsReplyToTheQueue(@TempDir Path base) throws IOException {
    try (BoxHouse house = new BoxHouse();
        SessionQueues queues = new SessionQueues(base.resolve("sessions"), Keyring.open(base.resolve("secret")),
            Clock.systemUTC())) {
      SessionQueue queue = queues.of(BoxHouse.SESSION);
      Crossing crossing = house.open();
      crossing.bind(new BoxBinding(BoxHouse.SESSION, queue, BoxHouse.CONFIG, Set.of(), "mock"));
      try (RawClient stream = new RawClient(crossing.folder()); RawClient posts = new RawClient(crossing.folder())) {
        stream.send("GET " + BoxApi.EVENTS + " HTTP/1.1\r\nHost: b\r\n\r\n").head();
        assertThat(stream.bodyLine()).contains("bound");
        queue.enqueue(new NewInbound(new MessageId("in_0001"), MessageKind.CHAT, true, "webchat", "main",
            Optional.empty(), "{\"text\":\"hi\",\"sender\":{\"id\":\"webchat:owner\"}}", Optional.empty(), false));
        assertThat(stream.bodyLine()).contains("\"id\":\"in_0001\"");
        assertThat(posts.post(BoxApi.COMMIT, BoxFormsTest.golden("commit-reply.json")).body())
            .isEqualTo("{\"results\":[\"stored\"]}");
        assertThat(posts.post(BoxApi.COMMIT, BoxFormsTest.golden("commit-reply.json")).body())
            .isEqualTo("{\"results\":[\"duplicate\"]}");
      }
      assertThat(queue.undelivered(10)).singleElement()
          .satisfies(row -> assertThat(row.message().content()).isEqualTo("hi there 🙂"));
      assertThat(queue.hasWork()).isFalse();
    }
  }
}
