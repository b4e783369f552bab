package dev.ironclaw.sandbox.testing;

import dev.ironclaw.sandbox.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Serves one box one session in each dialect, from the golden files: a message, an answer with two tools, an answer in
/// words; then stop. Its classes are those that every box needs, so `image/train.sh` runs a box against it to write
/// `classes.lst`.
public final class TrainingHost {
  private static final List<String> DIALECTS = List.of("anthropic", "openai", "openai-responses", "gemini");
  private static final String STOP = "{\"type\":\"stop\",\"reason\":\"trained\"}\n";

  private final String bound;
  private final String message;
  private final Path recorded;
  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private final AtomicInteger streams = new AtomicInteger();

  private TrainingHost(Path golden, Path recorded) throws IOException {
    this.bound = Files.readString(golden.resolve("event-bound.json"));
    this.message = Files.readString(golden.resolve("event-message.json"));
    this.recorded = recorded;
  }

  /// Arguments: the socket, the folder of golden files, the folder of recorded answers.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    TrainingHost training = new TrainingHost(Path.of(arguments[1]), Path.of(arguments[2]));
    try (SocketHost host = new SocketHost(Path.of(arguments[0]), training::answer)) {
      for (int i = 0; i < DIALECTS.size(); i++) {
        SocketHost.Request commit = host.await("/v1/queue/commit");
        // One that was cut off before its answer came comes again, after the next stream.
        while (!commit.body().contains("completed") || !commit.body().contains("\"in_" + i + "\"")) {
          commit = host.await("/v1/queue/commit");
        }
        host.cutAll();
      }
      // The box ends itself when it reads the stop; whoever started this program ends it then.
      Thread.currentThread().join();
    }
  }

  private byte[] answer(SocketHost.Request request) {
    String door = request.line().split(" ", 3)[1];
    if (door.startsWith("/v1/events")) {
      return stream(streams.getAndIncrement());
    }
    if (door.startsWith("/v1/model/")) {
      boolean first = calls.add(door);
      return SocketHost.concat(SocketHost.chunkedHead(),
          SocketHost.chunk(recorded(dialect(door), first ? "tools" : "text")), SocketHost.chunk(""));
    }
    return switch (door) {
      case "/v1/queue/state" -> SocketHost.answer(200, "{\"state\":{}}");
      case "/v1/queue/commit" -> SocketHost.answer(200, results(request.body()));
      default -> SocketHost.answer(204);
    };
  }

  private static String dialect(String door) {
    if (door.endsWith("/messages")) {
      return "anthropic";
    }
    if (door.endsWith("/chat/completions")) {
      return "openai";
    }
    return door.endsWith("/responses") ? "openai-responses" : "gemini";
  }

  /// Every connection is bound to the next dialect and brings the next message.
  private byte[] stream(int number) {
    if (number >= DIALECTS.size()) {
      return SocketHost.concat(SocketHost.chunkedHead(), SocketHost.chunk(bound), SocketHost.chunk(STOP));
    }
    String dialect = bound.replace("\"anthropic\"", '"' + DIALECTS.get(number) + '"');
    String row = message.replaceFirst("\"seq\":\\d+", "\"seq\":" + 2 * (number + 1))
        .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"in_" + number + "\"");
    return SocketHost.concat(SocketHost.chunkedHead(), SocketHost.chunk(dialect), SocketHost.chunk(row));
  }

  private String recorded(String dialect, String name) {
    try {
      return Files.readString(recorded.resolve(dialect + "-" + name + ".sse"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String results(String commit) {
    int rows = JsonReader.object(commit).array("rows").size();
    return "{\"results\":[" + "\"stored\",".repeat(Math.max(0, rows - 1)) + (rows > 0 ? "\"stored\"" : "") + "]}";
  }
}
