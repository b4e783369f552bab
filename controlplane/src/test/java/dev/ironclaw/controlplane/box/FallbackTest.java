package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.modelproxy.ModelRequest;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens when an upstream can't answer, and what a guard sees of all that.
@Timeout(120)
final class FallbackTest {
  private static final String MESSAGES = BoxApi.MODEL + "/v1/messages";
  private static final String BODY = "{\"model\":\"mock-1\",\"max_tokens\":1}";

  private final FakeClock clock = new FakeClock();
  private final List<ModelCall> calls = new CopyOnWriteArrayList<>();
  private final List<String> states = new CopyOnWriteArrayList<>();
  private FakeProvider own;
  private FakeProvider other;

  @BeforeEach
  void open() throws IOException {
    own = new FakeProvider();
    other = new FakeProvider();
    other.answers(200, "from the other");
  }

  @AfterEach
  void close() {
    own.close();
    other.close();
  }

  private BoxHouse house(Optional<ModelChoice> fallback, ModelGuard guard, Upstream... upstreams) throws IOException {
    return new BoxHouse(BoxHouse.LIMITS,
        ProxyParts.of(List.of(upstreams)).withFallbacks(_ -> fallback).withListener(calls::add)
            .withGuard(guard)
            .withStates((upstream, agent, pause) -> states.add(upstream + "/" + agent.map(AgentGroupId::value)
                .orElse("all") + "/" + pause.map(Duration::toSeconds).orElse(0L)), clock));
  }

  private BoxHouse house() throws IOException {
    return house(Optional.of(new ModelChoice("second", "other-model")), ModelGuard.NONE,
        own.upstream("mock", Dialect.ANTHROPIC, "/v1/messages"), second(Dialect.ANTHROPIC));
  }

  private BoxHouse alone() throws IOException {
    return house(Optional.empty(), ModelGuard.NONE, own.upstream("mock", Dialect.ANTHROPIC, "/v1/messages"));
  }

  private Upstream second(Dialect dialect) {
    return other.upstream("second", dialect, "/other/path");
  }

  private static RawClient.Answer ask(Crossing crossing) throws IOException {
    try (RawClient box = new RawClient(crossing.folder())) {
      return box.post(MESSAGES, BODY);
    }
  }

  private static Crossing of(BoxHouse house, String agent, BoxId id) {
    Crossing crossing = house.server().openCrossing(id);
    crossing.bind(new Bound(BoxHouse.SESSION, house.queue, new BoxConfig(1, agent, agent, "anthropic", "mock-1", 4096,
        BoxConfig.Persona.EMPTY, List.of(), BoxConfig.Limits.DEFAULT), Set.of(), "mock"));
    return crossing;
  }

  @Test
  void theOtherModelAnswersWhereTheAgentsOwnFailsBeforeItsFirstByte() throws IOException {
    own.answers(529, "overloaded");
    try (BoxHouse house = house()) {
      RawClient.Answer answer = ask(house.openBound());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("from the other");
    }
    assertThat(other.heard.getFirst().head()).startsWith("post /other/path\n");
    assertThat(other.heard.getFirst().body()).isEqualTo("{\"model\":\"other-model\",\"max_tokens\":1}");
    assertThat(calls).extracting(ModelCall::end).containsExactly(End.FELL_BACK, End.COMPLETED);
    assertThat(calls).extracting(ModelCall::fallback).containsExactly(false, true);
    assertThat(calls.getLast().choice()).isEqualTo(new ModelChoice("second", "other-model"));
  }

  @Test
  void theOtherModelAnswersWhereTheAgentsOwnIsNotThere() throws IOException {
    try (BoxHouse house = house()) {
      own.close();
      assertThat(ask(house.openBound()).body()).isEqualTo("from the other");
    }
  }

  @Test
  void aRequestThatIsWrongIsNotTriedElsewhere() throws IOException {
    try (BoxHouse house = house()) {
      Crossing box = house.openBound();
      for (int status : List.of(400, 404, 429)) {
        own.answers(status, "no");
        assertThat(ask(box).status()).isEqualTo(status);
      }
    }
    assertThat(other.heard).isEmpty();
  }

  @Test
  void aFallBackThatSpeaksOtherwiseOrIsNotSetUpIsNotCalled() throws IOException {
    own.answers(500, "no");
    Upstream mine = own.upstream("mock", Dialect.ANTHROPIC, "/v1/messages");
    Optional<ModelChoice> choice = Optional.of(new ModelChoice("second", "m"));
    try (BoxHouse house = house(choice, ModelGuard.NONE, mine, second(Dialect.OPENAI))) {
      assertThat(ask(house.openBound()).status()).isEqualTo(500);
    }
    try (BoxHouse house = house(choice, ModelGuard.NONE, mine)) {
      assertThat(ask(house.openBound()).status()).isEqualTo(500);
    }
    assertThat(other.heard).isEmpty();
  }

  @Test
  void bothFailingIsToldOnce() throws IOException {
    own.answers(500, "no");
    other.answers(503, "nor I");
    try (BoxHouse house = house()) {
      assertThat(ask(house.openBound()).body()).isEqualTo("nor I");
    }
  }

  @Test
  void anUpstreamThatFailsAgainAndAgainIsLeftAloneAndThenTriedOnce() throws IOException {
    own.answers(500, "no");
    try (BoxHouse house = alone()) {
      Crossing box = house.openBound();
      for (int i = 0; i < 5; i++) {
        assertThat(ask(box).status()).isEqualTo(500);
      }
      RawClient.Answer refused = ask(box);
      assertThat(refused.status()).isEqualTo(502);
      assertThat(refused.headers()).containsEntry("retry-after", "5");
      assertThat(refused.body()).contains("left alone for 5 more seconds");
      assertThat(own.heard).hasSize(5);
      clock.advance(Duration.ofSeconds(5));
      own.answers(200, "back");
      assertThat(ask(box).body()).isEqualTo("back");
      assertThat(ask(box).body()).isEqualTo("back");
    }
    assertThat(states).containsExactly("mock/ada/5", "mock/ada/0");
  }

  @Test
  void whatOneAgentProvokesDoesNotShutAnotherOut() throws IOException {
    own.answers(500, "no");
    try (BoxHouse house = alone()) {
      Crossing hostile = of(house, "hostile", BoxHouse.BOX);
      for (int i = 0; i < 6; i++) {
        ask(hostile);
      }
      own.answers(200, "hello");
      assertThat(ask(of(house, "quiet", BoxHouse.OTHER)).body()).isEqualTo("hello");
      assertThat(ask(hostile).status()).as("the other one").isEqualTo(502);
    }
  }

  @Test
  void anUpstreamThatIsNotThereIsLeftAloneByAll() throws IOException {
    try (BoxHouse house = alone()) {
      own.close();
      Crossing box = of(house, "one", BoxHouse.BOX);
      for (int i = 0; i < 5; i++) {
        assertThat(ask(box).body()).contains("could not be reached");
      }
      assertThat(ask(of(house, "two", BoxHouse.OTHER)).body()).contains("left alone");
    }
    assertThat(states).containsExactly("mock/all/5");
  }

  @Test
  void whileAnUpstreamIsLeftAloneTheOtherModelAnswers() throws IOException {
    own.answers(500, "no");
    try (BoxHouse house = house()) {
      Crossing box = house.openBound();
      for (int i = 0; i < 7; i++) {
        assertThat(ask(box).body()).isEqualTo("from the other");
      }
    }
    assertThat(own.heard).hasSize(5);
    assertThat(other.heard).hasSize(7);
  }

  /// Writes down what it sees, in capitals.
  private final class Loud implements ModelGuard {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public Admission admit(ModelRequest request, Upstream upstream) {
      seen.add("admit " + request.choice().upstream());
      return new Admission() {
        private String held = "";

        @Override
        public ByteBuffer request(ByteBuffer body) {
          return ByteBuffer.wrap("{\"model\":\"mock-1\",\"max_tokens\":2}".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void head(int status, String contentType) {
          seen.add("head " + status);
        }

        @Override
        public ByteBuffer response(ByteBuffer chunk) {
          held += StandardCharsets.UTF_8.decode(chunk);
          if (held.contains("forbidden")) {
            throw new IronclawException(ErrorCode.DENIED, "no such words");
          }
          return ByteBuffer.allocate(0);
        }

        @Override
        public ByteBuffer rest() {
          return ByteBuffer.wrap(held.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void end(ModelCall call) {
          seen.add("end " + call.end());
        }
      };
    }
  }

  @Test
  void aGuardSeesAndChangesWhatGoesOutAndWhatComesBackAndEachEndOnce() throws IOException {
    Loud guard = new Loud();
    try (BoxHouse house = house(Optional.of(new ModelChoice("second", "m")), guard,
        own.upstream("mock", Dialect.ANTHROPIC, "/v1/messages"), second(Dialect.ANTHROPIC))) {
      own.answers(500, "no");
      assertThat(ask(house.openBound()).body()).isEqualTo("FROM THE OTHER");
    }
    assertThat(own.heard.getFirst().body()).isEqualTo("{\"model\":\"mock-1\",\"max_tokens\":2}");
    assertThat(other.heard.getFirst().body()).isEqualTo("{\"model\":\"m\",\"max_tokens\":2}");
    assertThat(guard.seen).containsExactly("admit mock", "end FELL_BACK", "admit second", "head 200", "end COMPLETED");
  }

  @Test
  void aGuardRefusesACallBeforeTheUpstreamHearsOfIt() throws IOException {
    ModelGuard none = (_, _) -> {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "the budget of today is spent");
    };
    try (BoxHouse house = house(Optional.empty(), none, own.upstream("mock", Dialect.ANTHROPIC, "/v1/messages"))) {
      RawClient.Answer refused = ask(house.openBound());
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("the budget of today is spent");
    }
    assertThat(own.heard).isEmpty();
  }

  @Test
  void aGuardBreaksAResponseOff() throws IOException {
    own.answers(200, "something forbidden");
    Loud guard = new Loud();
    try (BoxHouse house = house(Optional.empty(), guard, own.upstream("mock", Dialect.ANTHROPIC, "/v1/messages"))) {
      RawClient.Answer answer = ask(house.openBound());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("no such words").doesNotContain("something");
    }
    assertThat(guard.seen).containsExactly("admit mock", "head 200", "end REFUSED");
  }
}
