package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A whole control plane in this process whose agents are hostile or not, and a person at its API.
final class HostileHouse implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final JsonMapper JSON = JsonMapper.shared();

  final TrappedNetwork network = new TrappedNetwork();
  final String token;
  private final Path state;
  private final ControlPlane controlPlane;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
  private final Map<String, Long> answeredAt = new ConcurrentHashMap<>();
  private final AtomicInteger messages = new AtomicInteger();
  private final Map<String, Path> sockets = new ConcurrentHashMap<>();
  private final Map<String, Long> looked = new ConcurrentHashMap<>();
  private final Map<String, Long> woken = new ConcurrentHashMap<>();
  private final Thread listening;

  HostileHouse(Path state, String runtime) throws IOException {
    this.state = state;
    controlPlane = ControlPlane.start(
        ControlPlaneConfig.of(state, ControlPlaneConfig.defaultImageDir()).withApiAddress("127.0.0.1:0")
            .withRuntime(runtime).withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)),
        List.of(), network.network());
    token = Files.readString(state.resolve("api-token")).strip();
    listening = Thread.ofPlatform().daemon().name("listening").start(this::listen);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(controlPlane.address() + path)).header("Authorization", "Bearer " + token);
  }

  private void listen() {
    try {
      HttpResponse<Stream<String>> events = http.send(request("/v1/events").build(),
          HttpResponse.BodyHandlers.ofLines());
      events.body().filter(line -> line.startsWith("data:") && line.contains("\"inReplyTo\"")).forEach(line -> {
        JsonNode message = JSON.readTree(line.substring("data:".length())).path("message");
        String to = message.path("inReplyTo").asString("");
        // A reply has the one id that the row it answers gives it.
        if (message.path("id").asString("").equals("out_" + to)) {
          answeredAt.put(to, System.nanoTime());
          answers.computeIfAbsent(to, _ -> new CompletableFuture<>()).complete(message.path("content").asString(""));
        }
      });
    } catch (IOException | InterruptedException | UncheckedIOException e) {
      // silent-ok: the control plane has closed; who waits for an answer gets none and says so
      answers.values().forEach(answer -> answer.cancel(true));
    }
  }

  String call(String method, String path, String body) {
    try {
      HttpResponse<String> answer = http.send(request(path).header("Content-Type", "application/json")
          .timeout(Duration.ofSeconds(60)).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
          HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode read(String path) {
    return JSON.readTree(call("GET", path, ""));
  }

  /// Asks for a change and approves it, as an operator does.
  void act(String kind, String agent, String after) {
    ObjectNode change = JSON.createObjectNode().put("kind", kind).put("agentGroupId", agent);
    change.set("after", JSON.readTree(after));
    approve(JSON.readTree(call("POST", "/v1/changes", change.toString())).path("id").asString());
  }

  void approve(String id) {
    String hash = read("/v1/changes/" + id).path("cardHash").asString();
    call("POST", "/v1/changes/" + id + "/decision", "{\"outcome\":\"approve\",\"cardHash\":\"" + hash + "\"}");
  }

  /// Sends words to an agent.
  ///
  /// @return the message's id
  String send(String agent, String text) {
    ObjectNode message = JSON.createObjectNode().put("agentGroupId", agent).put("text", text)
        .put("id", "m" + messages.incrementAndGet());
    return JSON.readTree(call("POST", "/v1/ui/chat/send", message.toString())).path("messageId").asString();
  }

  /// An agent's answer.
  ///
  /// @param nanos from before it was sent until it came
  record Said(String text, long nanos) {}

  Said say(String agent, String text, Duration patience) {
    long start = System.nanoTime();
    String sent = send(agent, text);
    CompletableFuture<String> answer = answers.computeIfAbsent(sent, _ -> new CompletableFuture<>());
    try {
      String words = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Said(words, answeredAt.getOrDefault(sent, System.nanoTime()) - start);
    } catch (TimeoutException e) {
      throw new IllegalStateException(agent + " did not answer within " + patience.toSeconds() + " s: " + text, e);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      answers.remove(sent);
      answeredAt.remove(sent);
    }
  }

  /// The folder of the socket of this agent's box; a box is asked for where there is none.
  Path socket(String agent) {
    Path known = sockets.get(agent);
    return known != null && Files.exists(known.resolve("host.sock")) ? known : found(agent);
  }

  /// Many connections find it gone at once: one look a second and one word every two are enough.
  private synchronized Path found(String agent) {
    long now = System.nanoTime();
    if (now - looked.getOrDefault(agent, now - SECOND) >= SECOND) {
      looked.put(agent, now);
      for (JsonNode session : read("/v1/ui/sessions").values()) {
        Path folder = state.resolve("run/s").resolve(session.path("boxId").asString("none"));
        if (session.path("agentGroupId").asString().equals(agent) && Files.exists(folder.resolve("host.sock"))) {
          sockets.put(agent, folder);
          return folder;
        }
      }
      if (now - woken.getOrDefault(agent, now - 2 * SECOND) >= 2 * SECOND) {
        woken.put(agent, now);
        send(agent, "are you there?");
      }
    }
    throw new IronclawException(ErrorCode.NOT_READY, agent + " has no box");
  }

  @Override
  public void close() {
    controlPlane.close();
    listening.interrupt();
    http.shutdownNow();
  }
}
