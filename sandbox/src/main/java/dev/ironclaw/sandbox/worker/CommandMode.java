package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.boxclient.Backoff;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.boxclient.HostAnswer;
import dev.ironclaw.sandbox.boxclient.HostSocket;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Runs one-off commands, one after another, as long as the host has some. After each everything else in the container is
/// ended, whoever started it.
///
/// Threading: one thread.
final class CommandMode {
  private static final Duration AFTER_END = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(WorkerApi.LONGEST_WAIT_SECONDS + 15L);
  private static final int CAN_NOT_START = 127;
  private static final long FIRST_WAIT_MILLIS = 20;
  private static final long LAST_WAIT_MILLIS = 2_000;
  private static final int KILLED = 137;

  private final HostSocket host;
  private final Children children;
  private final Path workspace;
  private final Map<String, String> plain;
  private final IntSupplier others;
  private final LongConsumer pause;
  private final Duration patience;

  /// @param plain the environment of every command
  /// @param others ends every other process of the container, and says how many it could not end
  /// @param pause waits these milliseconds
  /// @param patience how long a host that does not answer is waited for, at least
  CommandMode(HostSocket host, Children children, Path workspace, Map<String, String> plain, IntSupplier others,
      LongConsumer pause, Duration patience) {
    this.host = host;
    this.children = children;
    this.workspace = workspace;
    this.plain = Map.copyOf(plain);
    this.others = others;
    this.pause = pause;
    this.patience = patience;
  }

  /// Until its container is ended.
  ///
  /// @throws IronclawException `UPSTREAM_FAILED` where the host is gone, or says no more
  void run() {
    while (true) {
      // A host that refuses to say more is waited for as one that is away, and no longer.
      HostAnswer answer = untilAnswered("GET", CommandApi.NEXT + "?wait=" + WorkerApi.LONGEST_WAIT_SECONDS,
          new byte[0], given -> given.status() == 200 || given.status() == 204);
      if (answer.status() == 200) {
        untilAnswered("POST", CommandApi.RESULT, result(CommandAsk.read(answer.body())),
            given -> !OrchestratorClient.mayPass(given));
      }
    }
  }

  private byte[] result(CommandAsk ask) {
    CommandOutput out = new CommandOutput(ask.most());
    CommandOutput error = new CommandOutput(ask.most());
    Map<String, String> environment = new HashMap<>(plain);
    environment.putAll(ask.environment());
    int code;
    boolean timedOut = false;
    int left;
    try {
      Process process = children.start(new Children.Start(ask.argv(), workspace, environment, false)).process();
      process.getOutputStream().close();
      Thread reader = out.reading(process.getInputStream());
      Thread errors = error.reading(process.getErrorStream());
      timedOut = !process.waitFor(ask.limit().toMillis(), TimeUnit.MILLISECONDS);
      // Ends the command itself too, where it has not ended.
      left = others.getAsInt();
      code = process.waitFor(AFTER_END.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : KILLED;
      reader.join(AFTER_END);
      errors.join(AFTER_END);
    } catch (IOException notStarted) {
      code = CAN_NOT_START;
      left = others.getAsInt();
      byte[] words = (String.valueOf(notStarted.getMessage()) + "\n").getBytes(StandardCharsets.UTF_8);
      return json(ask.id(), code, false, left, out, CommandOutput.of(words));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.INTERNAL, "run a command: stopped", stopped);
    }
    return json(ask.id(), code, timedOut, left, out, error);
  }

  private static byte[] json(String id, int code, boolean timedOut, int left, CommandOutput out, CommandOutput error) {
    return new JsonWriter().object().text("id", id).number("exit_code", code).flag("timed_out", timedOut)
        .number("left", left).text("out", out.base64()).number("out_bytes", out.length()).text("error", error.base64())
        .number("error_bytes", error.length()).endObject().bytes();
  }

  private HostAnswer untilAnswered(String method, String path, byte[] body, Predicate<HostAnswer> good) {
    Backoff backoff = new Backoff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS);
    long waited = 0;
    while (true) {
      long began = System.nanoTime();
      Optional<HostAnswer> answer = once(method, path, body);
      waited += Duration.ofNanos(System.nanoTime() - began).toMillis();
      if (answer.filter(good).isPresent()) {
        return answer.orElseThrow();
      }
      if (waited > patience.toMillis()) {
        throw new IronclawException(ErrorCode.UPSTREAM_FAILED,
            "call the host (" + path + "): no answer for " + patience.toSeconds() + " s"
                + answer.map(given -> " but " + given.status()).orElse(""));
      }
      long next = backoff.nextMillis();
      waited += next;
      pause.accept(next);
    }
  }

  private Optional<HostAnswer> once(String method, String path, byte[] body) {
    try {
      return Optional.of(host.exchange(method, path, body, ANSWER_LIMIT, true, new Cancellation()));
    } catch (IOException away) {
      return Optional.empty(); // silent-ok: the host restarts; the same goes out again, and its silence has a limit
    }
  }
}
