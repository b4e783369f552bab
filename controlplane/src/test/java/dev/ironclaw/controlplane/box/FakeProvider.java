package dev.ironclaw.controlplane.box;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Trust;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;

/// A company's server on this machine: says what a test wants and keeps what it heard.
final class FakeProvider implements AutoCloseable {
  static final String KEY = "sk-the-hosts-canary";

  final List<Heard> heard = new CopyOnWriteArrayList<>();
  volatile HttpHandler answer = exchange -> say(exchange, 200, "{}");
  /// One for each answer that was written.
  final Semaphore answered = new Semaphore(0);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Optional<TestAuthority> authority;

  /// @param head request line and headers, in lower case
  record Heard(String head, String body) {}

  FakeProvider() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), Optional.empty());
  }

  /// With TLS, by a certificate of this authority.
  static FakeProvider secure(TestAuthority authority, SSLContext certificate) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate));
    return new FakeProvider(server, Optional.of(authority));
  }

  private FakeProvider(HttpServer server, Optional<TestAuthority> authority) {
    this.server = server;
    this.authority = authority;
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      StringBuilder head = new StringBuilder(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
      exchange.getRequestHeaders().forEach((name, values) -> head.append('\n').append(name).append(": ")
          .append(String.join(",", values)));
      heard.add(new Heard(head.toString().toLowerCase(Locale.ROOT),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      try (exchange) {
        answer.handle(exchange);
      } finally {
        answered.release();
      }
    });
    server.start();
  }

  static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  void answers(int status, String body) {
    answer = exchange -> say(exchange, status, body);
  }

  int port() {
    return server.getAddress().getPort();
  }

  Upstream upstream(String name, Dialect dialect, String target) {
    return new Upstream(name, "Company " + name, dialect,
        URI.create((authority.isPresent() ? "https" : "http") + "://127.0.0.1:" + port()), target,
        new Credential.Header("authorization", () -> "Bearer " + KEY), authority.map(known -> new Trust(known.pem())));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
