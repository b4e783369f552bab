package dev.ironclaw.ironctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// A control plane that says what a test tells it to, and remembers what it was asked.
final class FakeApi implements AutoCloseable {
  static final String TOKEN = "secret-token";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Answer>> once = new ConcurrentHashMap<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  FakeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// A command line of `ironctl` that asks this one.
  String[] line(String command, String... words) {
    List<String> line = new ArrayList<>(List.of("--addr", address(), command));
    line.addAll(List.of(words));
    return line.toArray(String[]::new);
  }

  FakeApi answer(String call, int status, String body) {
    return answer(call, status, body, Map.of());
  }

  FakeApi answer(String call, int status, String body, Map<String, String> headers) {
    answers.put(call, new Answer(status, body, headers));
    return this;
  }

  /// For the next such call alone.
  FakeApi once(String call, String body) {
    once.computeIfAbsent(call, _ -> new LinkedBlockingQueue<>()).add(new Answer(200, body, Map.of()));
    return this;
  }

  /// Sends an event to whoever listens, now or later.
  void event(String type, String data) {
    events.add("id: 1-1\nevent: " + type + "\ndata: " + data + "\n\n");
  }

  List<Asked> asked(String call) {
    return asked.stream().filter(request -> request.call.equals(call)).toList();
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(new Asked(call, String.valueOf(exchange.getRequestURI().getQuery()), String.valueOf(token), body,
        String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID"))));
    BlockingQueue<Answer> first = once.getOrDefault(call, new LinkedBlockingQueue<>());
    if (!first.isEmpty()) {
      send(exchange, first.remove());
      return;
    }
    if (!call.equals("GET /healthz") && !call.equals("GET /readyz") && !("Bearer " + TOKEN).equals(token)) {
      send(exchange, new Answer(401, problem(401, "UNAUTHENTICATED", "a valid token is needed"), Map.of()));
    } else if (call.equals("GET /v1/events")) {
      stream(exchange);
    } else {
      send(exchange,
          answers.getOrDefault(call, new Answer(404, problem(404, "NOT_FOUND", "there is no such thing"), Map.of())));
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(": connected\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (true) {
        out.write(events.take().getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  static String problem(int status, String code, String detail) {
    return "{\"type\":\"urn:ironclaw:error\",\"title\":\"t\",\"status\":" + status + ",\"detail\":\"" + detail
        + "\",\"code\":\"" + code + "\"}";
  }

  /// One request.
  record Asked(String call, String query, String authorization, String body, String lastEventId) {}

  private record Answer(int status, String body, Map<String, String> headers) {}
}
