package dev.ironclaw.desktop.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// Answers over HTTP what a test has laid down, and keeps what it was asked. What is not laid down is answered with 404.
public final class FakeControlPlane implements AutoCloseable {
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// What it was asked.
  ///
  /// @param call for example `POST /v1/changes/chg_1/decision`, with the query
  public record Asked(String call, String body) {}

  private record Answer(int status, String body, Map<String, String> headers) {
    Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  public FakeControlPlane() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public ControlPlaneClient client() {
    return new ControlPlaneClient(Endpoint.Tcp.parse("http://127.0.0.1:" + server.getAddress().getPort()),
        Optional.of("a-token"));
  }

  /// Lays an answer down.
  ///
  /// @param call as [Asked#call]
  public void answer(String call, Object body) {
    answers.put(call, new Answer(200, json.writeValueAsString(body)));
  }

  /// Lays down what is no JSON.
  public void answerText(String call, String body, Map<String, String> headers) {
    answers.put(call, new Answer(200, body, headers));
  }

  /// An RFC 9457 problem.
  public void refuse(String call, int status, String code, String detail) {
    answers.put(call, new Answer(status,
        json.writeValueAsString(Map.of("status", status, "code", code, "title", code, "detail", detail))));
  }

  /// The same about one field of the body.
  public void refuse(String call, int status, String code, String detail, String field) {
    answers.put(call, new Answer(status, json.writeValueAsString(
        Map.of("status", status, "code", code, "title", code, "detail", detail, "field", field))));
  }

  /// Everything that was asked with this method, in order.
  public List<Asked> asked(String method) {
    return asked.stream().filter(one -> one.call().startsWith(method + " ")).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      asked.add(new Asked(call, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer = answers.getOrDefault(call, new Answer(404,
          "{\"status\":404,\"code\":\"NOT_FOUND\",\"title\":\"NOT_FOUND\",\"detail\":\"nothing is laid down for it\"}"));
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      answer.headers.forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
