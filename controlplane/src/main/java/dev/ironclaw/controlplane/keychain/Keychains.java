package dev.ironclaw.controlplane.keychain;

import dev.ironclaw.controlplane.isolation.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which keychain this system has.
public final class Keychains {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Keychains() {}

  /// The keychain of this system.
  ///
  /// @param osName as the system property `os.name` says it
  /// @param environment for the address of the session bus
  public static Keychain of(String osName, Map<String, String> environment, ProcessRunner processes) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return new MacKeychain((input, arguments) -> {
        ProcessRunner.Outcome outcome = processes.run(command(arguments), Map.of(), input, PATIENCE);
        return new MacKeychain.Answer(outcome.code(), outcome.output());
      });
    }
    return os.contains("win") ? new WindowsCredentials() : new FreedesktopKeychain(sessionBus(environment));
  }

  private static List<String> command(String... arguments) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of("/usr/bin/security"),
        java.util.stream.Stream.of(arguments)).toList();
  }

  /// As systemd has it where nothing is set.
  static Optional<String> sessionBus(Map<String, String> environment) {
    String given = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
    if (!given.isBlank()) {
      return Optional.of(given);
    }
    return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).filter(run -> !run.isBlank())
        .map(run -> Path.of(run, "bus")).filter(Files::exists).map(socket -> "unix:path=" + socket);
  }
}
