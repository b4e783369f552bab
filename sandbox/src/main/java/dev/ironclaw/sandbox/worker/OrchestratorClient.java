package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.boxclient.Backoff;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.boxclient.HostAnswer;
import dev.ironclaw.sandbox.boxclient.HostSocket;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The orchestrator's API for this one job. What may be said twice is said until it is answered, so that a host that
/// restarts is waited for. Every call ends with `UNAUTHENTICATED` once the job's token is worth nothing any more.
/// Threading: any thread.
final class OrchestratorClient {
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  /// However they are escaped, they stay below what a body may have.
  private static final int MAX_WORDS = 100_000;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LAST_WAIT_MILLIS = 5_000;
  private static final byte[] NOTHING = new byte[0];

  private final HostSocket socket;
  private final String root;
  private final Duration patience;
  private final LongConsumer pause;
  /// Said with the next question: the host then knows that it has arrived.
  private long lastPrompt;

  /// @param patience how long a host that does not answer is waited for, at least
  /// @param pause waits these milliseconds
  OrchestratorClient(Path socket, JobId job, String token, Duration patience, LongConsumer pause) {
    this.socket = new HostSocket(socket, "Authorization: Bearer " + token + "\r\n", MAX_ANSWER_BYTES);
    this.root = WorkerApi.BASE + job + "/";
    this.patience = patience;
    this.pause = pause;
  }

  Assignment assignment() {
    return Assignment.read(JsonReader.object(accepted(untilAnswered("GET", WorkerApi.JOB, NOTHING)).body()));
  }

  /// The secrets that were granted; none where nothing was.
  ///
  /// @throws IronclawException where the host won't or can't give them
  List<GrantedVariable> credentials() {
    HostAnswer answer = untilAnswered("GET", WorkerApi.CREDENTIALS, NOTHING);
    if (answer.status() == 204 || answer.status() == 404) {
      return List.of();
    }
    // The document is an array, which the reader knows inside an object only.
    String listed = "{\"granted\":" + new String(accepted(answer).body(), StandardCharsets.UTF_8) + "}";
    return JsonReader.object(listed).objects("granted").stream()
        .map(granted -> new GrantedVariable(granted.text("env_var"), granted.text("value"))).toList();
  }

  void status(String state, String message, int iteration) {
    accepted(untilAnswered("POST", WorkerApi.STATUS, new JsonWriter().object().text("state", state)
        .text("message", JobEvents.cut(message, MAX_WORDS)).number("iteration", iteration).endObject().bytes()));
  }

  /// @param body with an id, so that it counts once however often it arrives
  void event(byte[] body) {
    accepted(untilAnswered("POST", WorkerApi.EVENT, body));
  }

  void complete(boolean success, String message, int iterations) {
    accepted(untilAnswered("POST", WorkerApi.COMPLETE,
        new JsonWriter().object().flag("success", success).text("message", JobEvents.cut(message, MAX_WORDS))
            .number("iterations", iterations)
            .endObject().bytes()));
  }

  /// The oldest prompt that waits, or one that comes within the time, each once. By one thread.
  ///
  /// @param wait at most what [WorkerApi] allows
  Optional<JobPrompt> prompt(Duration wait) {
    HostAnswer answer = untilAnswered("GET", WorkerApi.PROMPT + "?wait=" + wait.toSeconds() + "&ack=" + lastPrompt,
        NOTHING,
        ANSWER_LIMIT.plus(wait));
    if (answer.status() == 204) {
      return Optional.empty();
    }
    Obj prompt = JsonReader.object(accepted(answer).body());
    if (prompt.member("id").isPresent()) {
      lastPrompt = prompt.number("id");
    }
    return Optional.of(new JobPrompt(prompt.optionalText("content").orElse(""),
        prompt.member("done").isPresent() && prompt.flag("done")));
  }

  /// Asks the model once, whatever comes of it.
  ///
  /// @throws IronclawException `UNAUTHENTICATED` where the job is over
  HostAnswer model(byte[] body, Duration limit) throws IOException {
    return known(socket.exchange("POST", root + WorkerApi.COMPLETE_WITH_TOOLS, body, limit, false, new Cancellation()));
  }

  private HostAnswer untilAnswered(String method, String path, byte[] body) {
    return untilAnswered(method, path, body, ANSWER_LIMIT);
  }

  private HostAnswer untilAnswered(String method, String path, byte[] body, Duration limit) {
    Backoff backoff = new Backoff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS);
    long waited = 0;
    while (true) {
      long began = System.nanoTime();
      Optional<HostAnswer> answer = once(method, path, body, limit);
      waited += Duration.ofNanos(System.nanoTime() - began).toMillis();
      if (waited > patience.toMillis() || answer.filter(given -> !mayPass(given)).isPresent()) {
        return answer.orElseThrow(() -> new IronclawException(ErrorCode.UPSTREAM_FAILED,
            "call the host (" + path + "): no answer for " + patience.toSeconds() + " s"));
      }
      long next = backoff.nextMillis();
      waited += next;
      pause.accept(next);
    }
  }

  private Optional<HostAnswer> once(String method, String path, byte[] body, Duration limit) {
    try {
      return Optional.of(known(socket.exchange(method, root + path, body, limit, true, new Cancellation())));
    } catch (IOException away) {
      return Optional.empty(); // silent-ok: the host restarts; the same goes out again, and its silence has a limit
    }
  }

  static boolean mayPass(HostAnswer answer) {
    return switch (answer.status()) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static HostAnswer known(HostAnswer answer) {
    if (answer.status() == 401) {
      throw new IronclawException(ErrorCode.UNAUTHENTICATED, "call the host: the job is over, its token is void");
    }
    return answer;
  }

  private static HostAnswer accepted(HostAnswer answer) {
    if (answer.status() >= 200 && answer.status() < 300) {
      return answer;
    }
    throw refusal(answer);
  }

  /// The host's own words about it.
  static IronclawException refusal(HostAnswer answer) {
    ErrorCode code = switch (answer.status()) {
      case 413 -> ErrorCode.TOO_LARGE;
      case 403 -> ErrorCode.DENIED;
      case 404 -> ErrorCode.NOT_FOUND;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 503 -> ErrorCode.NOT_READY;
      default -> answer.status() < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.UPSTREAM_FAILED;
    };
    return new IronclawException(code, "the host answered " + answer.status() + words(answer));
  }

  private static String words(HostAnswer answer) {
    try {
      return JsonReader.object(answer.body()).optionalText("detail").map(detail -> ": " + detail).orElse("");
    } catch (IronclawException noProblem) {
      String text = new String(answer.body(), StandardCharsets.UTF_8).strip(); // silent-ok: then it is plain words
      return text.isEmpty() ? "" : ": " + Excerpt.of(text, 300);
    }
  }
}
