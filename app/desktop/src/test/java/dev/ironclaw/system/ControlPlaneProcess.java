package dev.ironclaw.system;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A control plane in a process of its own, as a person runs it, so that a test can kill it.
public final class ControlPlaneProcess implements AutoCloseable {
  private static final String READY = " is ready: ";

  private final Process process;
  private final String address;
  private final Path state;

  private ControlPlaneProcess(Process process, String address, Path state) {
    this.process = process;
    this.address = address;
    this.state = state;
  }

  /// Starts one on a free port, or where `--api-addr` says, with the development agents, and waits until it says that it
  /// is ready. Its log goes to `<state>.log`.
  public static ControlPlaneProcess start(Path state, List<String> flags) {
    return start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Dironclaw.image=" + image(), "-cp", classPath(), "dev.ironclaw.controlplane.Main"), state, flags);
  }

  /// The same by a command of one's own.
  public static ControlPlaneProcess start(List<String> launcher, Path state, List<String> flags) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("--state-dir", state.toString(), "--dev"));
    if (!flags.contains("--api-addr")) {
      command.addAll(List.of("--api-addr", "127.0.0.1:0"));
    }
    command.addAll(flags);
    Path log = Path.of(state + ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      Process process = builder.start();
      BufferedReader out = process.inputReader();
      String line = out.readLine();
      while (line != null && !line.contains(READY)) {
        line = out.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("the control plane did not start: " + Files.readString(log));
      }
      return new ControlPlaneProcess(process, line.substring(line.indexOf(READY) + READY.length()).strip(), state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a verb that needs no control plane, and returns what it printed.
  public static String verb(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath(),
        "dev.ironclaw.controlplane.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    return new String(builder.start().getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /// The class path of this test run, which Surefire hides behind a jar of its own.
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  public static Path image() {
    String given = System.getProperty("ironclaw.image");
    if (given == null) {
      throw new IllegalStateException("set -Dironclaw.image to the folder of the box's image");
    }
    return Path.of(given);
  }

  public ControlPlaneClient client() {
    try {
      return new ControlPlaneClient(Endpoint.Tcp.parse(address), new StateFolder(state).token());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /// kill -9: nothing of it can clean up.
  public void kill() {
    process.destroyForcibly();
    awaitEnd(30);
  }

  /// SIGTERM, as a service manager stops it.
  ///
  /// @return the exit code
  public int terminate() {
    process.destroy();
    awaitEnd(60);
    return process.exitValue();
  }

  private void awaitEnd(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the control plane did not end within " + seconds + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }
}
