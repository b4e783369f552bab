package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BoxDoorsTest {
  private static final String HEARTBEAT = "{\"toolTimeoutMillis\":0}";
  private BoxHouse house;

  @BeforeEach
  void open() throws IOException {
    house = new BoxHouse();
  }

  @AfterEach
  void close() throws IOException {
    house.close();
  }

  private RawClient client(Crossing crossing) throws IOException {
    return new RawClient(crossing.folder());
  }

  @Test
  void refusesEveryDoorButHelloAndEventsBeforeTheBoxIsBound() throws IOException {
    try (RawClient box = client(house.open())) {
      assertThat(box.post(BoxApi.HELLO, BoxFormsTest.golden("hello.json")).status()).isEqualTo(204);
      assertThat(box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[]}").status()).isEqualTo(409);
      assertThat(box.post(BoxApi.PARTIAL, "{}").status()).isEqualTo(409);
      assertThat(box.post(BoxApi.HEARTBEAT, HEARTBEAT).status()).isEqualTo(409);
      assertThat(box.post(BoxApi.MODEL + "/v1/messages", "{}").status()).isEqualTo(409);
      assertThat(box.get(BoxApi.STATE).status()).isEqualTo(409);
      RawClient.Answer persona = box.get(BoxApi.PERSONA);
      assertThat(persona.status()).isEqualTo(409);
      assertThat(persona.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(persona.body()).contains("\"code\":\"BOX_UNBOUND\"").contains("urn:ironclaw:problem:box-unbound");
    }
    assertThat(house.listener.hellos).hasSize(1);
    assertThat(house.queue.commits()).isEmpty();
  }

  @Test
  void judgesACommitByTheRightsThatHoldWhenItsBodyHasCome() throws IOException {
    Crossing crossing = house.openBound("send_message");
    String body = "{\"rows\":[{\"id\":\"out_free\",\"kind\":\"chat\",\"channelType\":\"webchat\","
        + "\"platformId\":\"main\",\"content\":\"x\"}],\"acks\":[],\"state\":[]}";
    try (RawClient slow = client(crossing); RawClient other = client(crossing)) {
      slow.send("POST " + BoxApi.COMMIT + " HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\nContent-Length: "
          + body.length() + "\r\n\r\n");
      // The host asks for the body: the request is inside.
      assertThat(slow.head().status()).isEqualTo(100);
      crossing.update(house.binding());
      assertThat(slow.send(body).answer().status()).isEqualTo(403);
      crossing.update(house.binding("send_message"));
      assertThat(other.post(BoxApi.COMMIT, body).status()).isEqualTo(200);
    }
    assertThat(house.queue.commits()).hasSize(1);
  }

  @Test
  void endsAnUpdateOnlyWhenNoCommitRunsUnderTheOldRights() throws Exception {
    Crossing crossing = house.openBound("send_message");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Void> deed = CompletableFuture.runAsync(() -> crossing.underRights(bound -> {
      inside.countDown();
      try {
        return goOn.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }));
    assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> update = CompletableFuture.runAsync(() -> crossing.update(house.binding()));
    assertThatThrownBy(() -> update.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    goOn.countDown();
    deed.get(60, TimeUnit.SECONDS);
    update.get(60, TimeUnit.SECONDS);
    assertThat(crossing.bound().orElseThrow().rights()).isEmpty();
  }

  @Test
  void refusesARowForATimeThatIsMoreThanThirtyDaysAhead() throws IOException {
    try (RawClient box = client(house.openBound("send_message"))) {
      assertThat(box.post(BoxApi.COMMIT, timed(Duration.ofDays(31))).status()).isEqualTo(400);
      assertThat(box.post(BoxApi.COMMIT, timed(Duration.ofDays(29))).status()).isEqualTo(200);
    }
  }

  private static String timed(Duration ahead) {
    return "{\"rows\":[{\"id\":\"out_later\",\"kind\":\"chat\",\"channelType\":\"webchat\",\"platformId\":\"main\","
        + "\"content\":\"x\",\"deliverAfter\":\"" + Instant.now().plus(ahead).truncatedTo(ChronoUnit.SECONDS)
        + "\"}],\"acks\":[],\"state\":[]}";
  }

  @Test
  void storesACommitThenTellsTheListenerThenAnswers() throws IOException {
    house.queue.push("in_0001", "{}");
    try (RawClient box = client(house.openBound())) {
      RawClient.Answer first = box.post(BoxApi.COMMIT, BoxFormsTest.golden("commit-reply.json"));
      assertThat(first.body()).isEqualTo("{\"results\":[\"stored\"]}");
      assertThat(first.status()).isEqualTo(200);
      assertThat(house.listener.commits).hasSize(1);
      assertThat(box.post(BoxApi.COMMIT, BoxFormsTest.golden("commit-reply.json")).body())
          .isEqualTo("{\"results\":[\"duplicate\"]}");
      assertThat(box.get(BoxApi.STATE).body()).isEqualTo("{\"state\":{\"h.000000000000002\":\"[]\"}}");
    }
  }

  @Test
  void refusesACommitWholeWhenOneRowNeedsARightThatIsNotThere() throws IOException {
    house.queue.push("in_0002", "{}", "telegram", Optional.of("topic-7"));
    house.queue.push("in_0003", "{}");
    try (RawClient box = client(house.openBound("request_capability_change"))) {
      RawClient.Answer answer = box.post(BoxApi.COMMIT, BoxFormsTest.golden("commit-tool.json"));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo(BoxFormsTest.golden("problem-denied.json"));
    }
    assertThat(house.queue.commits()).isEmpty();
    assertThat(house.listener.commits).isEmpty();
    assertThat(house.listener.refusals).singleElement()
        .satisfies(refusal -> assertThat(refusal.door() + refusal.status()).isEqualTo("commit403"));
  }

  @Test
  void storesTheSameCommitOnceTheRightIsThere() throws IOException {
    house.queue.push("in_0002", "{}", "telegram", Optional.of("topic-7"));
    house.queue.push("in_0003", "{}");
    Crossing crossing = house.openBound("request_capability_change");
    crossing.update(house.binding("request_capability_change", "send_message"));
    try (RawClient box = client(crossing)) {
      assertThat(box.post(BoxApi.COMMIT, BoxFormsTest.golden("commit-tool.json")).body())
          .isEqualTo("{\"results\":[\"stored\",\"stored\"]}");
    }
  }

  @Test
  void answersWithTheQueuesOwnRefusal() throws IOException {
    house.queue.failWith(new IronclawException(ErrorCode.TOO_LARGE, "commit state: the session's memory is full"));
    try (RawClient box = client(house.openBound())) {
      RawClient.Answer answer = box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[]}");
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("memory is full");
    }
  }

  @Test
  void tellsABoxNothingOfHowTheHostFailed() throws IOException {
    house.queue.failWith(new IllegalStateException("secret path /var/lib/x"));
    try (RawClient box = client(house.openBound())) {
      RawClient.Answer answer = box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[]}");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
    }
  }

  @Test
  void givesAPlaceBackHoweverTheHostFailed() throws IOException {
    house.queue.failWith(new StackOverflowError("deep"));
    Crossing crossing = house.openBound();
    for (int call = 0; call < 2 * BoxHouse.LIMITS.concurrentRequests(); call++) {
      try (RawClient box = client(crossing)) {
        assertThat(box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[]}").status()).isEqualTo(500);
      }
    }
    try (RawClient box = client(crossing)) {
      assertThat(box.get(BoxApi.STATE).status()).isEqualTo(200);
    }
  }

  @Test
  void handsOnPartialTextAndHeartbeats() throws Exception {
    try (RawClient box = client(house.openBound())) {
      assertThat(box.post(BoxApi.PARTIAL, BoxFormsTest.golden("partial.json")).status()).isEqualTo(204);
      assertThat(box.post(BoxApi.HEARTBEAT, BoxFormsTest.golden("heartbeat-turn.json")).status()).isEqualTo(204);
      assertThat(house.listener.partials.take().text()).isEqualTo("hi th");
      assertThat(house.listener.heartbeats.take().turn()).contains(new MessageId("in_0001"));
      assertThat(box.post(BoxApi.PARTIAL, "{\"inReplyTo\":\"in_1\",\"offset\":0,\"text\":\""
          + "x".repeat(BoxApi.MAX_PARTIAL_CHARS + 1) + "\"}").status()).isEqualTo(413);
    }
  }

  @Test
  void showsThePersonaOnlyToAnAgentThatMayReadIt() throws IOException {
    Crossing crossing = house.openBound();
    try (RawClient box = client(crossing)) {
      assertThat(box.get(BoxApi.PERSONA).status()).isEqualTo(403);
      crossing.update(house.binding("read_persona"));
      assertThat(box.get(BoxApi.PERSONA).body()).isEqualTo(BoxFormsTest.golden("persona.json"));
    }
  }

  @Test
  void refusesUnknownPathsMethodsQueriesAndMalformedBodies() throws IOException {
    try (RawClient box = client(house.openBound())) {
      assertThat(box.get("/").status()).isEqualTo(404);
      assertThat(box.get("/v1/%73tate").status()).isEqualTo(404);
      assertThat(box.get("/v1/queue/../queue/state").status()).isEqualTo(404);
      assertThat(box.post("/v1/model", "{}").status()).isEqualTo(404);
      RawClient.Answer wrong = box.get(BoxApi.COMMIT);
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.headers()).containsEntry("allow", "POST");
      assertThat(box.get(BoxApi.STATE + "?session=ses_ffffffffffffffff").status()).isEqualTo(400);
      assertThat(box.get(BoxApi.EVENTS + "?after=-1").status()).isEqualTo(400);
      assertThat(box.post(BoxApi.HEARTBEAT, "{").status()).isEqualTo(400);
      assertThat(box.post(BoxApi.HEARTBEAT, HEARTBEAT + "{}").status()).isEqualTo(400);
      assertThat(box.post(BoxApi.HEARTBEAT, "{\"toolTimeoutMillis\":0,\"session\":\"x\"}").status()).isEqualTo(400);
      assertThat(box.post(BoxApi.HEARTBEAT, HEARTBEAT).status()).isEqualTo(204);
    }
  }

  @Test
  void bindsABoxOnceForGood() throws IOException {
    Crossing crossing = house.openBound();
    assertThatThrownBy(() -> crossing.bind(house.binding("send_message")))
        .isInstanceOf(IronclawException.class).hasMessageContaining("bound once");
  }
}
