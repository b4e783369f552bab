package dev.ironclaw.desktop.instance;

import java.nio.file.Path;

/// What the app itself keeps in the state folder.
///
/// @param path 0700, as the lock and the socket in it are 0600
public record AppFolder(Path path) {
  public static AppFolder of(Path stateDir) {
    return new AppFolder(stateDir.toAbsolutePath().resolve("desktop"));
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path socket() {
    return path.resolve("app.sock");
  }
}
