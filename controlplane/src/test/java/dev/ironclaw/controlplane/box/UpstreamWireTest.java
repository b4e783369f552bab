package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.modelproxy.ModelLimits;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.modelproxy.Upstreams;
import dev.ironclaw.controlplane.panic.Brake;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an upstream may say on the wire, well or badly, and what a box hears of it.
@Timeout(120)
final class UpstreamWireTest {
  private static final String MESSAGES = BoxApi.MODEL + "/v1/messages";
  private static final String ASK = "{\"model\":\"mock-1\"}";
  private static final String FINE = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";

  /// Answers the n-th request with the n-th text, on as many connections as come, and closes one after a text that ends
  /// with [#CUT].
  private static final class Wire implements AutoCloseable {
    private static final String CUT = "<cut>";
    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> answers;

    Wire(String... answers) throws IOException {
      this.answers = List.of(answers);
      Thread.ofVirtual().start(() -> {
        while (!server.isClosed()) {
          try {
            Socket socket = server.accept();
            Thread.ofVirtual().start(() -> serve(socket));
          } catch (IOException e) {
            return; // silent-ok: closed
          }
        }
      });
    }

    private void serve(Socket socket) {
      try (socket) {
        for (String head = head(socket.getInputStream()); !head.isEmpty(); head = head(socket.getInputStream())) {
          heads.add(head.toLowerCase(Locale.ROOT));
          String answer = answers.get(Math.min(heads.size(), answers.size()) - 1);
          socket.getOutputStream().write(answer.replace(CUT, "").getBytes(StandardCharsets.UTF_8));
          if (answer.endsWith(CUT)) {
            return;
          }
        }
      } catch (IOException e) {
        return; // silent-ok: the proxy has gone
      }
    }

    private static String head(InputStream in) throws IOException {
      StringBuilder text = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
        if (text.toString().endsWith(ASK)) {
          return text.toString();
        }
      }
      return "";
    }

    Upstream upstream() {
      return Upstream.local("mock", Dialect.ANTHROPIC, URI.create("http://127.0.0.1:" + server.getLocalPort()),
          "/v1/messages");
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static BoxHouse house(Wire wire, ModelLimits limits) throws IOException {
    return new BoxHouse(BoxHouse.LIMITS,
        new ProxyParts(Upstreams.fixed(List.of(wire.upstream())), _ -> Optional.empty(),
            limits, _ -> {}, ModelGuard.NONE, (_, _, _) -> {}, Brake.loose(), Clock.systemUTC()));
  }

  private static RawClient.Answer ask(Wire wire) throws IOException {
    try (BoxHouse house = house(wire, ModelLimits.DEFAULT);
        RawClient box = new RawClient(house.openBound().folder())) {
      return box.post(MESSAGES, ASK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "HTTP/1.1 103 Early Hints\r\nlink: </evil>\r\n\r\n" + FINE,
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + FINE,
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nfi\r\n2;x=y\r\nne\r\n0\r\ntrailer: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfine<cut>",
      "HTTP/1.0 200 OK\r\n\r\nfine<cut>",
      "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nfine<cut>"})
  void takesEveryFormOfAWholeAnswer(String said) throws IOException {
    try (Wire wire = new Wire(said)) {
      RawClient.Answer answer = ask(wire);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("fine");
      assertThat(answer.headers()).doesNotContainKeys("link", "trailer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\nwhatever<cut>",
      "HTTP/1.1 abc OK\r\n\r\n<cut>",
      "ICY 200 OK\r\n\r\nfine<cut>",
      "220 mail.example ESMTP\r\n<cut>",
      "<cut>",
      "HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nfine!<cut>",
      "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nfine<cut>",
      "HTTP/1.1 200 OK\r\nno colon here\r\n\r\nfine<cut>",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nfine\r\n0\r\n\r\n<cut>",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffff\r\nfine<cut>",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\nfine<cut>"})
  void tellsTheBoxOfAnAnswerThatIsNone(String said) throws IOException {
    try (Wire wire = new Wire(said)) {
      Throwable broken = catchThrowable(() -> assertThat(ask(wire).status()).isEqualTo(502));
      // Where some of it was told before it went wrong, the box's own stream breaks.
      assertThat(broken).satisfiesAnyOf(none -> assertThat(none).isNull(),
          cut -> assertThat(cut).isInstanceOf(EOFException.class));
    }
  }

  @Test
  void answersNoQuestionForAPasswordAndKeepsNoCookie() throws IOException {
    try (
        Wire wire = new Wire(
            "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Basic realm=x\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 4\r\n\r\nfine", FINE);
        BoxHouse house = house(wire, ModelLimits.DEFAULT);
        RawClient box = new RawClient(house.openBound().folder())) {
      assertThat(box.post(MESSAGES, ASK).status()).isEqualTo(502);
      assertThat(wire.heads).hasSize(1);
      assertThat(box.post(MESSAGES, ASK).body()).isEqualTo("fine");
      assertThat(box.post(MESSAGES, ASK).body()).isEqualTo("fine");
      assertThat(wire.heads.getLast()).doesNotContain("cookie", "authorization", "accept-encoding", "upgrade", "jetty")
          .contains("user-agent: ironclaw", "host: 127.0.0.1:", "content-length: " + ASK.length());
    }
  }

  @Test
  void takesNothingThatWasSaidBeforeItsQuestionForItsAnswer() throws IOException {
    try (Wire wire = new Wire(FINE + "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil", FINE);
        BoxHouse house = house(wire, ModelLimits.DEFAULT);
        RawClient box = new RawClient(house.openBound().folder())) {
      assertThat(box.post(MESSAGES, ASK).body()).isEqualTo("fine");
      assertThat(box.post(MESSAGES, ASK).body()).isEqualTo("fine");
      assertThat(wire.heads).hasSize(2);
    }
  }

  @Test
  void waitsForAnAnswersBeginningNoLongerThanItMay() throws IOException {
    ModelLimits impatient = new ModelLimits(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMinutes(1),
        1_000);
    try (Wire wire = new Wire("HTTP/1.1 103 Early Hints\r\n\r\n");
        BoxHouse house = house(wire, impatient);
        RawClient box = new RawClient(house.openBound().folder())) {
      RawClient.Answer answer = box.post(MESSAGES, ASK);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("did not answer in time");
    }
  }

  @Test
  void cutsAnAnswerThatTakesTooLong() throws IOException {
    ModelLimits hasty = new ModelLimits(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(3), 1_000);
    try (Wire wire = new Wire(FINE, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nfine\r\n");
        BoxHouse house = house(wire, hasty);
        RawClient box = new RawClient(house.openBound().folder())) {
      // What the first call alone must make ready takes time of its own.
      assertThat(box.post(MESSAGES, ASK).body()).isEqualTo("fine");
      box.sendPost(MESSAGES, ASK);
      assertThat(box.head().status()).isEqualTo(200);
      assertThat(new String(box.chunk(), StandardCharsets.UTF_8)).isEqualTo("fine");
      assertThat(catchThrowable(box::chunk)).isInstanceOf(EOFException.class);
    }
  }
}
