package dev.ironclaw.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ApiException.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneClientTest {
  private static final String OK = "200 OK\r\nContent-Type: application/json";
  private static final String STREAM = "200 OK\r\nContent-Type: text/event-stream";

  @TempDir
  private Path folder = Path.of("");
  private FakeSocketServer server;
  private ControlPlaneClient client;

  @BeforeEach
  void start() {
    Path socket = folder.resolve("api.sock");
    server = new FakeSocketServer(socket);
    client = new ControlPlaneClient(new Endpoint.Socket(socket), Optional.of("secret"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void callsOverTheSocketWithTheTokenInItsHeaderOnly() {
    server.answer(OK, "[]");
    assertThat(client.pendingChanges()).isEmpty();
    assertThat(server.heads.getFirst()).startsWith("GET /v1/changes/pending HTTP/1.1\n")
        .contains("Authorization: Bearer secret\n", "Host: localhost");
  }

  @Test
  void asksWhetherOneIsThereWithoutTheToken() {
    server.answer(OK, "{\"status\":\"ok\",\"version\":\"1\",\"newer\":true}");
    assertThat(client.health().version()).isEqualTo("1");
    server.answer(OK, "{\"status\":\"ready\"}");
    assertThat(client.ready().reason()).isEmpty();
    assertThat(server.heads).hasSize(2).allSatisfy(head -> assertThat(head).doesNotContain("secret"));
  }

  @Test
  void goesBackPageByPage() {
    server.answer(OK, "[]");
    assertThat(client.audit(7, 5)).isEmpty();
    server.answer(OK, "[]");
    assertThat(client.changeHistory("chg_1&x", 5)).isEmpty();
    assertThat(server.heads.getFirst()).startsWith("GET /v1/audit?limit=5&before=7 HTTP/1.1\n");
    assertThat(server.heads.getLast()).startsWith("GET /v1/changes/history?limit=5&before=chg_1%26x HTTP/1.1\n");
  }

  @Test
  void neverLetsAnIdChooseThePath() {
    server.answer("404 Not Found", "{\"status\":404,\"detail\":\"no\",\"code\":\"NOT_FOUND\"}");
    assertThatThrownBy(() -> client.change("../status?x#y z")).isInstanceOf(ApiException.class);
    assertThat(server.heads.getFirst()).startsWith("GET /v1/changes/..%2Fstatus%3Fx%23y%20z HTTP/1.1\n");
  }

  @Test
  void turnsProblemsIntoExceptions() {
    server.answer("409 Conflict",
        "{\"type\":\"t\",\"title\":\"t\",\"status\":409,\"detail\":\"changed\",\"code\":\"CHANGE_CARD_STALE\"}");
    assertThatThrownBy(() -> client.pendingChanges()).isInstanceOfSatisfying(ApiException.class, e -> {
      assertThat(e.kind()).isEqualTo(Kind.REFUSED);
      assertThat(e.code()).isEqualTo("CHANGE_CARD_STALE");
      assertThat(e).hasMessage("changed");
    });
    server.answer("401 Unauthorized", "go away");
    assertThatThrownBy(() -> client.status()).isInstanceOfSatisfying(ApiException.class,
        e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
    server.answer(OK, "<html>");
    assertThatThrownBy(() -> client.status()).isInstanceOfSatisfying(ApiException.class,
        e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN));
  }

  @Test
  void saysThatNothingRunsBehindADeadSocket() {
    server.close();
    assertThatThrownBy(() -> client.health()).isInstanceOfSatisfying(ApiException.class,
        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_RUNNING));
  }

  @Test
  void answersWhetherItIsReadyAlsoWhenItIsNot() {
    server.answer("503 Service Unavailable", "{\"status\":\"not ready\",\"reason\":\"audit\"}");
    assertThat(client.ready().reason()).contains("audit");
  }

  @Test
  void goesOnAfterTheLastEventWhenTheConnectionBreaks() {
    server.answer(STREAM, "id: 1-1\nevent: a\ndata: {}\n\nid: 1-2\nevent: cut\n");
    server.answer("503 Service Unavailable", "");
    server.answer(STREAM, "id: 1-2\nevent: b\ndata: {}\n\n");
    try (EventStream events = client.events(Optional.empty())) {
      assertThat(events.next()).contains(new StreamEvent("1-1", "a", Map.of()));
      assertThat(events.next()).contains(new StreamEvent("1-2", "b", Map.of()));
    }
    assertThat(server.heads).hasSize(3);
    assertThat(server.heads.getFirst()).doesNotContain("Last-Event-ID");
    assertThat(server.heads.getLast()).contains("Last-Event-ID: 1-1\n");
  }

  @Test
  void closingAStreamEndsAReadThatWaitsOnTheSocket() throws Exception {
    server.close();
    Path socket = folder.resolve("api.sock");
    Files.deleteIfExists(socket);
    try (ServerSocketChannel quiet = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      quiet.bind(UnixDomainSocketAddress.of(socket));
      CompletableFuture<SocketChannel> connected = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> {
        try {
          SocketChannel channel = quiet.accept();
          channel.write(StandardCharsets.UTF_8.encode(
              String.join("\r\n", "HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked",
                  "",
                  "3", ": c", "")));
          connected.complete(channel);
        } catch (IOException e) {
          connected.completeExceptionally(e);
        }
      });
      EventStream events = client.events(Optional.empty());
      FutureTask<Optional<StreamEvent>> next = new FutureTask<>(events::next);
      Thread.ofPlatform().start(next);
      try (SocketChannel _ = connected.get(60, TimeUnit.SECONDS)) {
        assertThatThrownBy(() -> next.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        events.close();

        assertThat(next.get(60, TimeUnit.SECONDS)).isEmpty();
      }
    }
  }

  @Test
  void asksForAResyncWhereItHasSeenNothingYet() {
    server.answer(STREAM, "");
    server.answer(STREAM, "id: 1-9\nevent: resync\ndata: {}\n\n");
    try (EventStream events = client.events(Optional.empty())) {
      assertThat(events.next()).map(StreamEvent::type).contains(StreamEvent.RESYNC);
    }
    assertThat(server.heads.getLast()).contains("Last-Event-ID: none\n");
  }
}
