package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.usage.GroupRate;
import dev.ironclaw.controlplane.usage.Meter;
import dev.ironclaw.controlplane.usage.ModelMeter;
import dev.ironclaw.controlplane.usage.Prices;
import dev.ironclaw.controlplane.usage.Spent;
import dev.ironclaw.controlplane.usage.Tokens;
import dev.ironclaw.controlplane.usage.UsageListener;
import io.github.bucket4j.TimeMeter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The model door with all that counts and watches behind it.
@Timeout(120)
final class MeteredModelDoorTest {
  private static final String MESSAGES = BoxApi.MODEL + "/v1/messages";
  private static final AgentGroupId ADA = new AgentGroupId("ada");
  private static final String KEY = "the-real-key-0123456789";

  @TempDir
  private Path folder;
  private Database database;
  private Meter meter;
  private Budget budget = Budget.NONE;
  private final BlockingQueue<Spent> spent = new LinkedBlockingQueue<>();
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    meter = new Meter(database, _ -> budget, Prices.load(), new UsageListener() {
      @Override
      public void spent(Spent one) {
        spent.add(one);
      }
    }, Clock.systemUTC(), new Random(1));
  }

  @AfterEach
  void close() {
    meter.close();
    database.close();
  }

  private BoxHouse house(GroupRate rate, Upstream upstream) throws IOException {
    Leaks watch = new Leaks((where, pattern, action) -> leaks.add(where + " " + pattern + " " + action));
    watch.know("provider:mock", List.of(KEY));
    return new BoxHouse(BoxHouse.LIMITS, new ModelMeter(meter, watch, rate), upstream);
  }

  private BoxHouse house(Upstream upstream) throws IOException {
    return house(new GroupRate(1_000, 1_000), upstream);
  }

  private static Upstream scripted(ServerSocket server) {
    return new Upstream("mock", "Mock", Dialect.ANTHROPIC, URI.create("http://127.0.0.1:" + server.getLocalPort()),
        "/v1/messages", new Credential.Header("x-api-key", () -> KEY), Optional.empty());
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
  }

  private static String ask(String prompt) {
    return "{\"model\":\"mock-1\",\"max_tokens\":10,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
        + prompt + "\"}]}";
  }

  private static String readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      text.append((char) next);
      if (text.toString().endsWith("]}")) {
        break;
      }
    }
    return text.toString();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @Test
  void countsWhatTheAnswerTellsAndChangesNoByteOfIt() throws Exception {
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = house(mock.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      assertThat(box.post(MESSAGES, ask("hello")).body()).startsWith("event: message_start\n")
          .endsWith("data: {\"type\":\"message_stop\"}\n\n");

      Spent one = spent.poll(60, TimeUnit.SECONDS);
      assertThat(one).isNotNull();
      assertThat(one.agent()).isEqualTo(ADA);
      assertThat(one.tokens()).isEqualTo(new Tokens(ask("hello").length() / 4, 0, 0,
          "mock-agent received: hello".length() / 4));
      assertThat(one.estimated()).isFalse();
    }
  }

  @Test
  void sendsNoSecretOfTheConversationAndSaysWhy() throws Exception {
    try (ServerSocket server = server();
        BoxHouse house = house(scripted(server));
        RawClient box = new RawClient(house.openBound().folder())) {
      RawClient.Answer answer = box.post(MESSAGES, ask("use gh" + "p_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6 now"));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("looks like a secret (github_token ghp_********3hI6", "/reset")
          .doesNotContain("aB3dE6gH9jK2");
      assertThat(leaks).containsExactly("model request of " + BoxHouse.SESSION + " github_token BLOCK");
      assertThat(spent.poll(60, TimeUnit.SECONDS)).isNotNull()
          .satisfies(one -> assertThat(one.tokens().all()).isZero());
      server.setSoTimeout(50);
      assertThat(catchThrowable(server::accept)).as("nothing was sent").isNotNull();
    }
  }

  @Test
  void takesTheHostsKeyOutOfAnAnswerThoughItComesInTwoPieces() throws Exception {
    try (ServerSocket server = server();
        BoxHouse house = house(scripted(server));
        RawClient box = new RawClient(house.openBound().folder())) {
      box.sendPost(MESSAGES, ask("hello"));
      try (Socket socket = server.accept()) {
        assertThat(readRequest(socket)).contains("x-api-key: " + KEY);
        say(socket, "HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunk("{\"error\":\"your key the-real-k"));
        say(socket, chunk("ey-0123456789 is wrong\"}") + "0\r\n\r\n");
        RawClient.Answer answer = box.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"your key [REDACTED] is wrong\"}");
      }
    }
  }

  @Test
  void endsCallsWhenTheBudgetIsUsedUpAndSaysSo() throws Exception {
    budget = new Budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.empty(), Optional.of(2_070L))));
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = house(mock.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      assertThat(box.post(MESSAGES, ask("hello")).status()).isEqualTo(200);
      assertThat(spent.poll(60, TimeUnit.SECONDS)).isNotNull();
      meter.states(ADA);
      RawClient.Answer answer = box.post(MESSAGES, ask("hello"));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("of today's budget of 2,070 tokens", "are left", "ironctl budget set ada");
    }
  }

  @Test
  void countsACallThatTheBoxHangsUpOnAsReserved() throws Exception {
    budget = new Budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.empty(), Optional.of(100_000L))));
    try (ServerSocket server = server(); BoxHouse house = house(scripted(server))) {
      RawClient box = new RawClient(house.openBound().folder());
      box.sendPost(MESSAGES, ask("hello"));
      try (Socket socket = server.accept()) {
        readRequest(socket);
        box.close();
        Spent one = spent.poll(60, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        assertThat(one.tokens()).isEqualTo(new Tokens(ask("hello").length() / 2 + 2_000, 0, 0, 10));
        assertThat(one.estimated()).isTrue();
      }
    }
  }

  private record StoppedTime() implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return 0;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  @Test
  void limitsWhatAllConversationsOfAnAgentAskTogether() throws Exception {
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = house(new GroupRate(1, 2, new StoppedTime()), mock.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      assertThat(box.post(MESSAGES, ask("one")).status()).isEqualTo(200);
      assertThat(box.post(MESSAGES, ask("two")).status()).isEqualTo(200);
      assertThat(box.post(MESSAGES, ask("three")).status()).isEqualTo(429);
    }
  }
}
