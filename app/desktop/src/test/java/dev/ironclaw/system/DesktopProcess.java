package dev.ironclaw.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The app in a process of its own, as a person starts it.
public final class DesktopProcess implements AutoCloseable {
  private final Process process;

  private DesktopProcess(Process process) {
    this.process = process;
  }

  /// Starts it from the classes of this build. What it says goes to `<state>.app.log`.
  public static DesktopProcess start(DesktopSession session, Path state, String... flags) {
    return start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Dironclaw.image=" + ControlPlaneProcess.image(), "-cp", ControlPlaneProcess.classPath(),
        "dev.ironclaw.desktop.Launcher"), session, state, flags);
  }

  /// Starts it by a command of one's own.
  public static DesktopProcess start(List<String> launcher, DesktopSession session, Path state, String... flags) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("--state-dir", state.toString()));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of(state + ".app.log").toFile()));
    builder.environment().clear();
    builder.environment().putAll(session.environment());
    try {
      return new DesktopProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean hasEnded() {
    return !process.isAlive();
  }

  /// SIGTERM, as a log-out ends it.
  public void terminate() {
    process.destroy();
    awaitEnd();
  }

  /// kill -9: nothing of it can clean up.
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Waits until it ends by itself.
  ///
  /// @return its exit code
  public int awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the app did not end within 60 s");
      }
      return process.exitValue();
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
