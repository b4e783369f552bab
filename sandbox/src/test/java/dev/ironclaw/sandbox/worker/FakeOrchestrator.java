package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.testing.SocketHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/// The host of one job, on a real unix socket: answers as the contract says, keeps what it is told.
final class FakeOrchestrator implements AutoCloseable {
  static final JobId JOB = new JobId("11111111-2222-3333-4444-555555555555");
  static final String TOKEN = "ab".repeat(32);

  final Queue<byte[]> modelAnswers = new ConcurrentLinkedQueue<>();
  final List<Obj> modelRequests = new CopyOnWriteArrayList<>();
  final BlockingQueue<Obj> events = new LinkedBlockingQueue<>();
  final Queue<String> prompts = new ConcurrentLinkedQueue<>();
  final BlockingQueue<Obj> completions = new LinkedBlockingQueue<>();
  final List<String> statuses = new CopyOnWriteArrayList<>();
  volatile String assignment = assignment("do it", "");
  volatile byte[] credentials = SocketHost.answer(204);
  volatile boolean revoked;
  volatile Function<SocketHost.Request, byte[]> anthropic = _ -> SocketHost.answer(404);
  private final SocketHost socket;

  FakeOrchestrator(Path path) throws IOException {
    socket = new SocketHost(path, this::answer);
  }

  /// @param more members, beginning with a comma
  static String assignment(String description, String more) {
    return "{\"title\":\"\",\"description\":\"" + description + "\",\"mode\":\"worker\",\"max_iterations\":50,"
        + "\"model\":\"m\"" + (more.contains("timeout_seconds") ? "" : ",\"timeout_seconds\":60") + more + "}";
  }

  static byte[] says(String text) {
    return SocketHost.answer(200, "{\"content\":\"" + text + "\",\"tool_calls\":[],\"input_tokens\":1,"
        + "\"output_tokens\":1,\"finish_reason\":\"stop\"}");
  }

  /// @param calls name and arguments in turn
  static byte[] calls(String... calls) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < calls.length; i += 2) {
      list.append(i == 0 ? "" : ",").append("{\"id\":\"c").append(i).append("\",\"name\":\"").append(calls[i])
          .append("\",\"arguments\":").append(calls[i + 1]).append('}');
    }
    return SocketHost.answer(200, "{\"content\":null,\"tool_calls\":[" + list
        + "],\"input_tokens\":1,\"output_tokens\":1,\"finish_reason\":\"tool_use\"}");
  }

  /// The data of every event of a type so far.
  List<Obj> events(String type) {
    return events.stream().filter(event -> event.text("event_type").equals(type)).map(event -> event.object("data"))
        .toList();
  }

  private byte[] answer(SocketHost.Request request) {
    String[] line = request.line().split(" ", 3);
    if (line[0].equals("CONNECT")) {
      return "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    }
    String authorised = request.head().lines().filter(head -> head.toLowerCase(Locale.ROOT)
        .startsWith("authorization: ")).findFirst().orElse("");
    if (revoked || !authorised.endsWith("Bearer " + TOKEN)) {
      return SocketHost.answer(401);
    }
    String path = line[1].substring(("/worker/" + JOB + "/").length());
    String door = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    if (door.startsWith("anthropic")) {
      return anthropic.apply(request);
    }
    return switch (door) {
      case "job" -> SocketHost.answer(200, assignment);
      case "credentials" -> credentials;
      case "prompt" -> {
        String next = prompts.poll();
        yield next == null ? SocketHost.answer(204) : SocketHost.answer(200, next);
      }
      case "event" -> kept(events, request);
      case "complete" -> kept(completions, request);
      case "status" -> {
        statuses.add(request.body());
        yield SocketHost.answer(200, "");
      }
      case "llm/complete_with_tools" -> {
        modelRequests.add(JsonReader.object(request.body()));
        byte[] next = modelAnswers.poll();
        yield next == null ? SocketHost.answer(502, "nothing more is scripted") : next;
      }
      default -> SocketHost.answer(404);
    };
  }

  private static byte[] kept(Queue<Obj> kept, SocketHost.Request request) {
    kept.add(JsonReader.object(request.body()));
    return SocketHost.answer(200, "{\"status\":\"ok\"}");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
