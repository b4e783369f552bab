package dev.ironclaw.sandbox.testing;

import dev.ironclaw.sandbox.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Serves one box one session, from the golden files: a message, an answer with two tools, an answer in words, stop.
/// Its classes are those that every box needs, so `image/train.sh` runs a box against it to write `classes.lst`.
public final class TrainingHost {
  private TrainingHost() {}

  /// Arguments: the socket, the folder of golden files, the folder of recorded answers.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path golden = Path.of(arguments[1]);
    String bound = Files.readString(golden.resolve("event-bound.json"));
    String message = Files.readString(golden.resolve("event-message.json"));
    String tools = Files.readString(Path.of(arguments[2], "anthropic-tools.sse"));
    String text = Files.readString(Path.of(arguments[2], "anthropic-text.sse"));
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger streams = new AtomicInteger();
    try (SocketHost host = new SocketHost(Path.of(arguments[0]), request -> {
      String door = request.line().split(" ", 3)[1];
      if (door.startsWith("/v1/events")) {
        return streams.getAndIncrement() == 0
            ? SocketHost.concat(SocketHost.chunkedHead(), SocketHost.chunk(bound), SocketHost.chunk(message))
            : SocketHost.concat(SocketHost.chunkedHead(), SocketHost.chunk(bound),
                SocketHost.chunk("{\"type\":\"stop\",\"reason\":\"trained\"}\n"));
      }
      return switch (door) {
        case "/v1/queue/state" -> SocketHost.answer(200, "{\"state\":{}}");
        case "/v1/queue/commit" -> SocketHost.answer(200, results(request.body()));
        case "/v1/model/v1/messages" -> SocketHost.concat(SocketHost.chunkedHead(),
            SocketHost.chunk(calls.getAndIncrement() == 0 ? tools : text), SocketHost.chunk(""));
        default -> SocketHost.answer(204);
      };
    })) {
      SocketHost.Request commit = host.await("/v1/queue/commit");
      while (!commit.body().contains("completed")) {
        commit = host.await("/v1/queue/commit");
      }
      host.cutAll();
      // The box ends itself when it reads the stop; whoever started this program ends it then.
      Thread.currentThread().join();
    }
  }

  private static String results(String commit) {
    int rows = JsonReader.object(commit).array("rows").size();
    return "{\"results\":[" + "\"stored\",".repeat(Math.max(0, rows - 1)) + (rows > 0 ? "\"stored\"" : "") + "]}";
  }
}
