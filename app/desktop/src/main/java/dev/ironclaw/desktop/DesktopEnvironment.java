package dev.ironclaw.desktop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The process's environment: the one place of the app that reads it.
record DesktopEnvironment(Map<String, String> variables) {
  static DesktopEnvironment ofProcess() {
    return new DesktopEnvironment(System.getenv());
  }

  /// The address of the user's own bus, where one is there.
  Optional<String> sessionBus() {
    return variable("DBUS_SESSION_BUS_ADDRESS").or(() -> variable("XDG_RUNTIME_DIR")
        .map(folder -> Path.of(folder, "bus")).filter(Files::exists).map(socket -> "unix:path=" + socket));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
