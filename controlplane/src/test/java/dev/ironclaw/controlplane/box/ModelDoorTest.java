package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.panic.Panic;
import java.io.IOException;
import java.nio.file.Path;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ModelDoorTest {
  private static final String MESSAGES = BoxApi.MODEL + "/v1/messages";
  private static final String BODY = "{\"model\":\"mock-1\"}";

  private static String ask(String prompt) {
    return "{\"model\":\"mock-1\",\"max_tokens\":10,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
        + prompt + "\"}]}";
  }

  /// An upstream that hands its one connection to the test.
  private static final class Scripted implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());

    Scripted() throws IOException {}

    Upstream upstream() {
      return new Upstream("mock", "Mock", Dialect.ANTHROPIC, URI.create("http://127.0.0.1:" + server.getLocalPort()),
          "/v1/messages", new Credential.Header("x-api-key", () -> "the-real-key"), Optional.empty());
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static String readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("}")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  @Test
  void streamsTheMocksAnswerAndKeepsTheConnectionForTheNext() throws IOException {
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, mock.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      for (int i = 0; i < 3; i++) {
        RawClient.Answer answer = box.post(MESSAGES, ask("hello " + i));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("content-type")).startsWith("text/event-stream");
        assertThat(answer.body()).startsWith("event: message_start\n").contains("mock-agent", "hello", "" + i)
            .endsWith("data: {\"type\":\"message_stop\"}\n\n");
      }
    }
  }

  @Test
  void sendsTheHostsCredentialAndNoneOfTheBoxesOwnHeaders() throws Exception {
    try (Scripted upstream = new Scripted();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      box.send("POST " + MESSAGES + " HTTP/1.1\r\nHost: evil\r\nAuthorization: Bearer x\r\nX-Api-Key: mine\r\n"
          + "X-Goog-Api-Key: mine\r\nCookie: a=b\r\nForwarded: for=1\r\nX-Forwarded-For: 1\r\nX-Evil: 1\r\n"
          + "anthropic-version: 2023-06-01\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
          + "\r\n\r\n" + BODY);
      try (Socket socket = upstream.server.accept()) {
        assertThat(readRequest(socket).toLowerCase(Locale.ROOT)).startsWith("post /v1/messages http/1.1\r\n")
            .contains("x-api-key: the-real-key\r\n", "anthropic-version: 2023-06-01\r\n", "host: 127.0.0.1:")
            .doesNotContain("evil", "bearer", "mine", "cookie", "forwarded", "via:", "upgrade");
        say(socket,
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: s=1\r\nServer: up\r\nrequest-id: r1\r\n\r\nhi");
      }
      RawClient.Answer answer = box.answer();
      assertThat(answer.body()).isEqualTo("hi");
      assertThat(answer.headers()).containsEntry("request-id", "r1").doesNotContainKeys("set-cookie", "server");
    }
  }

  @Test
  void handsOnEachChunkBeforeTheNextOneComes() throws Exception {
    try (Scripted upstream = new Scripted();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      box.sendPost(MESSAGES, BODY);
      try (Socket socket = upstream.server.accept()) {
        readRequest(socket);
        say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 5; i++) {
          say(socket, "3\r\nab" + i + "\r\n");
          if (i == 0) {
            assertThat(box.head().status()).isEqualTo(200);
          }
          assertThat(new String(box.chunk(), StandardCharsets.UTF_8)).isEqualTo("ab" + i);
        }
        say(socket, "0\r\n\r\n");
        assertThat(box.chunk()).isEmpty();
      }
    }
  }

  @Test
  void endsTheUpstreamsCallWhenTheBoxHangsUpThoughTheModelIsSilent() throws Exception {
    try (Scripted upstream = new Scripted(); BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream.upstream())) {
      RawClient box = new RawClient(house.openBound().folder());
      box.sendPost(MESSAGES, BODY);
      try (Socket socket = upstream.server.accept()) {
        readRequest(socket);
        box.close();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void breaksTheBoxesStreamWhenTheUpstreamDiesInTheMiddle() throws Exception {
    try (Scripted upstream = new Scripted();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      box.sendPost(MESSAGES, BODY);
      try (Socket socket = upstream.server.accept()) {
        readRequest(socket);
        say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        box.head();
        assertThat(box.chunk()).hasSize(3);
      }
      assertThat(box.rest()).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  void answersAProblemWhenTheUpstreamCannotBeReachedOrIsUnknown() throws Exception {
    Upstream dead;
    try (Scripted upstream = new Scripted()) {
      dead = upstream.upstream();
    }
    try (BoxHouse house = new BoxHouse(BoxHouse.LIMITS, dead);
        RawClient box = new RawClient(house.openBound().folder())) {
      RawClient.Answer answer = box.post(MESSAGES, BODY);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("UPSTREAM_FAILED");
    }
    try (BoxHouse house = new BoxHouse(); RawClient box = new RawClient(house.openBound().folder())) {
      RawClient.Answer answer = box.post(MESSAGES, BODY);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("no upstream is named mock");
    }
  }

  @Test
  void refusesPathsThatAreNotTheUpstreams() throws Exception {
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, mock.upstream());
        RawClient box = new RawClient(house.openBound().folder())) {
      assertThat(box.post(BoxApi.MODEL + "/v1/files", BODY).status()).isEqualTo(403);
      assertThat(box.post(MESSAGES + "/", BODY).status()).isEqualTo(403);
      assertThat(box.post(BoxApi.MODEL + "/v1/x/../messages", BODY).status()).isEqualTo(403);
      assertThat(box.post(MESSAGES + "?beta=1", BODY).status()).isEqualTo(400);
      assertThat(box.get(MESSAGES).status()).isEqualTo(405);
    }
  }

  @Test
  void letsABoxCallTheModelFourTimesAtATime() throws Exception {
    try (Scripted upstream = new Scripted(); BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream.upstream())) {
      Crossing crossing = house.openBound();
      List<RawClient> boxes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boxes.add(new RawClient(crossing.folder()).sendPost(MESSAGES, BODY));
      }
      CompletableFuture<Void> reached = CompletableFuture.runAsync(() -> {
        try {
          for (int i = 0; i < 4; i++) {
            readRequest(upstream.server.accept());
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      reached.join();
      try (RawClient fifth = new RawClient(crossing.folder())) {
        assertThat(fifth.post(MESSAGES, BODY).status()).isEqualTo(429);
      }
      for (RawClient box : boxes) {
        box.close();
      }
    }
  }

  @Test
  void breaksAStreamOffInAPanicAndTakesNoFurtherCall() throws Exception {
    try (Scripted upstream = new Scripted(); BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream.upstream())) {
      Path folder = house.openBound().folder();
      try (RawClient box = new RawClient(folder); RawClient next = new RawClient(folder)) {
        box.sendPost(MESSAGES, BODY);
        try (Socket socket = upstream.server.accept()) {
          socket.setSoTimeout(5_000);
          readRequest(socket);
          say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
          assertThat(box.head().status()).isEqualTo(200);
          assertThat(new String(box.chunk(), StandardCharsets.UTF_8)).isEqualTo("one");

          house.brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
          house.proxy.cut();

          assertThat(socket.getInputStream().read()).as("what the upstream sees").isEqualTo(-1);
          assertThatThrownBy(box::chunk).isInstanceOf(IOException.class);
        }
        assertThat(next.post(MESSAGES, BODY).status()).isEqualTo(503);
      }
    }
  }
}
