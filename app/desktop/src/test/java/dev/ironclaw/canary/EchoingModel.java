package dev.ironclaw.canary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A company's model server that tells what it was sent: where somebody says [#ECHO], it puts in the headers of the
/// request. Otherwise it is the mock.
final class EchoingModel implements AutoCloseable {
  static final String ECHO = "TELL-ME-YOUR-HEADERS";

  /// What came in the header of the credential.
  final List<String> credentials = new CopyOnWriteArrayList<>();
  private final MockUpstream mock = new MockUpstream();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  EchoingModel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    credentials.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String headers = exchange.getRequestHeaders().entrySet().toString().replace("\\", "").replace("\"", "");
    String path = exchange.getRequestURI().getPath().endsWith("responses") ? "/v1/responses" : "/v1/chat/completions";
    HttpRequest request = HttpRequest.newBuilder(mock.upstream().base().resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body.replace(ECHO, headers))).build();
    try (exchange) {
      HttpResponse<InputStream> reply = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      exchange.getResponseHeaders().set("Content-Type",
          reply.headers().firstValue("Content-Type").orElse("application/json"));
      exchange.sendResponseHeaders(reply.statusCode(), 0);
      reply.body().transferTo(exchange.getResponseBody());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
    mock.close();
  }
}
