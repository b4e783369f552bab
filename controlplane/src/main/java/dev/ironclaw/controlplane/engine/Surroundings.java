package dev.ironclaw.controlplane.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a container engine could be told from: what the user has set and where the user's files are.
///
/// @param system as `os.name` says it
/// @param uid of this process
public record Surroundings(Map<String, String> environment, Path home, String system, int uid) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  boolean isWindows() {
    return system.startsWith("Windows");
  }

  /// Whether an engine here may share this machine's kernel.
  public boolean isLinux() {
    return system.equals("Linux");
  }

  boolean isMac() {
    return system.startsWith("Mac");
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
  }
}
