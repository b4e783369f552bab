package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The one door through which this program starts another. Argument lists only, never a shell; an environment that is
/// empty unless given; a time limit on all that is waited for; output cut at [#OUTPUT_LIMIT].
///
/// Threading: any thread; each run reads the output on a thread of its own.
public final class ProcessRunner {
  /// Bytes of output that are kept; the rest is read and thrown away, so that the program never blocks on it.
  public static final int OUTPUT_LIMIT = 1 << 20;

  /// How a program ended.
  ///
  /// @param code its exit code, 128 and more for a signal
  /// @param output standard output and standard error, as they came
  public record Outcome(int code, String output) {
    public boolean succeeded() {
      return code == 0;
    }

    String lastLine() {
      return output.strip().lines().reduce("", (first, last) -> last);
    }
  }

  /// Where a program that is left running reads and writes.
  public record Streams(ProcessBuilder.Redirect output, Path workingFolder) {}

  private static final int KILL_SECONDS = 5;
  private static final Path NULL = Path.of("/dev/null");

  /// Runs a program to its end with an empty environment.
  public Outcome run(List<String> command, Duration limit) {
    return run(command, Map.of(), limit);
  }

  /// Runs a program to its end. Past the limit it is killed, and the call fails with `RUNTIME_UNAVAILABLE`.
  public Outcome run(List<String> command, Map<String, String> environment, Duration limit) {
    return outcome(command, limit, start(command, environment,
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(NULL.toFile())));
  }

  /// As the others, for a program that reads: it gets these words, at most a pipe's buffer of 4096 bytes, and then the end.
  public Outcome run(List<String> command, Map<String, String> environment, String input, Duration limit) {
    byte[] words = input.getBytes(StandardCharsets.UTF_8);
    if (words.length > 4096) {
      throw new IllegalArgumentException("more than a pipe holds");
    }
    Process process = start(command, environment, new ProcessBuilder(command).redirectErrorStream(true));
    try (OutputStream in = process.getOutputStream()) {
      in.write(words);
    } catch (IOException e) {
      // silent-ok: a program that ended without reading says so by its exit code
    }
    return outcome(command, limit, process);
  }

  private static Outcome outcome(List<String> command, Duration limit, Process process) {
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread.ofVirtual().name("output of " + command.getFirst()).start(() -> output.complete(read(process)));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "run " + command.getFirst() + ": no answer within "
            + limit.toSeconds() + " s, so it was killed; run it by hand to see where it hangs");
      }
      // A child that outlives the program may hold the stream open: its words don't belong to this outcome.
      String text = output.completeOnTimeout("", limit.toMillis(), TimeUnit.MILLISECONDS).join();
      return new Outcome(process.exitValue(), text);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "run " + command.getFirst() + ": interrupted", e);
    }
  }

  /// Returns when it and its children are gone: whoever looks for what was left must not find one that is dying.
  private static void end(Process process) {
    List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().completeOnTimeout(each, KILL_SECONDS, TimeUnit.SECONDS).join());
  }

  /// Starts a program and leaves it running; whoever asked watches [Process#onExit()].
  public Process spawn(List<String> command, Map<String, String> environment, Streams streams) {
    return start(command, environment,
        new ProcessBuilder(command).directory(streams.workingFolder().toFile()).redirectErrorStream(true)
            .redirectInput(NULL.toFile()).redirectOutput(streams.output()));
  }

  private static Process start(List<String> command, Map<String, String> environment, ProcessBuilder builder) {
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "start " + command.getFirst() + ": it could not be executed; check that it is installed", e);
    }
  }

  private static String read(Process process) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        kept.write(buffer, 0, Math.min(n, OUTPUT_LIMIT - kept.size()));
      }
    } catch (IOException e) {
      // silent-ok: a program that was killed leaves a broken pipe; what it said until then is kept
    }
    return kept.toString(StandardCharsets.UTF_8);
  }
}
