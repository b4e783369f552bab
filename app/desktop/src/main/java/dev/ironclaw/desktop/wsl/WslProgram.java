package dev.ironclaw.desktop.wsl;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// `wsl.exe`: the one place that starts it. What was asked of it ends with this; what [#start] began belongs to its starter.
///
/// Threading: any thread; waits.
public final class WslProgram implements AutoCloseable {
  private static final int MOST_BYTES = 256 << 10;
  private static final int ENDS_SECONDS = 2;
  /// What a program of Windows needs. No other variable goes along: none of them is for what runs in a distribution.
  private static final Set<String> NEEDED = Set.of("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE", "USERNAME",
      "LOCALAPPDATA", "APPDATA", "PROGRAMDATA", "PROGRAMFILES", "TEMP", "TMP");

  private final Path program;
  private final Map<String, String> environment;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  WslProgram(Path program, Map<String, String> environment) {
    this.program = program;
    this.environment = environment;
  }

  /// The one of Windows, by its full path: nothing that lies in another folder under this name is started.
  public static WslProgram ofWindows(Map<String, String> environment) {
    return new WslProgram(
        Path.of(environment.getOrDefault("SystemRoot", "C:\\Windows")).resolve("System32").resolve("wsl.exe"),
        environment);
  }

  /// Runs it to its end.
  WslOutcome run(WslStep step, Duration patience) {
    Process process;
    try {
      process = begin(step.arguments(), step.input().map(file -> ProcessBuilder.Redirect.from(file.toFile())));
      running.add(process);
      if (closed) {
        end(process);
      }
      if (step.input().isEmpty()) {
        process.getOutputStream().close();
      }
    } catch (IOException e) {
      return new WslOutcome.Refused(String.valueOf(e.getMessage()));
    }
    try {
      CompletableFuture<byte[]> output = read(process.getInputStream(), patience);
      CompletableFuture<byte[]> errors = read(process.getErrorStream(), patience);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        process.waitFor(ENDS_SECONDS, TimeUnit.SECONDS);
        return new WslOutcome.Silent();
      }
      return new WslOutcome.Ended(process.exitValue(), WslOutcome.decoded(output.join()),
          WslOutcome.decoded(errors.join()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.CONFIGURATION, "run wsl.exe: interrupted", e);
    } finally {
      end(process);
      running.remove(process);
    }
  }

  /// Starts it, for as long as its standard input is open.
  Process start(List<String> arguments) throws IOException {
    return begin(arguments, Optional.empty());
  }

  private Process begin(List<String> arguments, Optional<ProcessBuilder.Redirect> input) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    input.ifPresent(builder::redirectInput);
    builder.environment().clear();
    builder.environment().putAll(environment.entrySet().stream()
        .filter(variable -> NEEDED.contains(variable.getKey().toUpperCase(java.util.Locale.ROOT)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    builder.environment().put("WSL_UTF8", "1");
    return builder.start();
  }

  /// What is more than anybody reads is taken and dropped, so that it goes on. Something that it left behind may hold the
  /// pipe open: nothing is what it said then.
  private static CompletableFuture<byte[]> read(InputStream stream, Duration patience) {
    Executor reader = work -> Thread.ofVirtual().name("wsl-output").start(work);
    return CompletableFuture.supplyAsync(() -> {
      try (stream) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
          kept.write(buffer, 0, Math.min(read, MOST_BYTES - kept.size()));
        }
        return kept.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, reader).completeOnTimeout(new byte[0], patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> new byte[0]);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /// Whoever waits for an answer is told at once that there is none.
  @Override
  public void close() {
    closed = true;
    running.forEach(WslProgram::end);
  }
}
