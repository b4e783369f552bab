package dev.ironclaw.controlplane.engine;

import java.util.List;

/// What a person can do when no engine answers.
final class EngineAdvice {
  private EngineAdvice() {}

  /// @param tried what came of each place, one line each
  static String of(Surroundings around, List<String> tried) {
    if (tried.stream().anyMatch(line -> line.contains("Permission denied") || line.contains("AccessDenied"))) {
      return "Its socket is there and this user may not use it: join the group that owns it (`sudo usermod -aG docker "
          + "$USER`, then log in again; whoever is in it can become root), or use rootless Docker or Podman.";
    }
    if (around.variable("DOCKER_HOST").isPresent()) {
      return "DOCKER_HOST names the only one that is asked: start it there, or unset DOCKER_HOST.";
    }
    if (tried.size() == 1) {
      return "The docker command's current context names the only one that is asked: start it, or choose another "
          + "(`docker context use NAME`).";
    }
    boolean installed = tried.stream().anyMatch(line -> !line.contains(": no /"));
    if (around.isMac()) {
      return installed
          ? "Start Docker Desktop, or `colima start`, or `podman machine start`."
          : "Install Docker Desktop (https://docs.docker.com/desktop) or Colima (`brew install colima docker`, then `colima start`).";
    }
    if (around.isWindows()) {
      return "Start Docker Desktop, or install it (https://docs.docker.com/desktop); better, use WSL2 with gVisor.";
    }
    return installed
        ? "Start it: `sudo systemctl start docker`, or `systemctl --user start docker` where it is rootless."
        : "Install one: `sudo apt-get install docker.io` (Debian, Ubuntu), or see https://docs.docker.com/engine/install.";
  }
}
