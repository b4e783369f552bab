package dev.ironclaw.controlplane.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where an engine of this machine would be, in the order in which the places are asked. What the user has named is
/// the only one asked: another engine would hold other images, and another wall.
final class EnginePlaces {
  private static final String PIPES = "npipe:////./pipe/";

  private EnginePlaces() {}

  /// Fails with `CONFIGURATION` where the docker command's own files name a place that can't be read.
  static List<EngineAddress> of(Surroundings around) {
    Optional<String> host = around.variable("DOCKER_HOST");
    if (host.isPresent()) {
      Optional<Path> certificates = around.variable("DOCKER_TLS_VERIFY")
          .flatMap(_ -> around.variable("DOCKER_CERT_PATH"))
          .map(Path::of);
      return List.of(new EngineAddress("DOCKER_HOST", host.get(), certificates));
    }
    Optional<EngineAddress> context = new DockerContexts(around).current();
    if (context.isPresent()) {
      return List.of(context.get());
    }
    return around.isWindows() ? pipes() : sockets(around);
  }

  private static List<EngineAddress> pipes() {
    return List.of(new EngineAddress("Docker Desktop", PIPES + "docker_engine"),
        new EngineAddress("Docker Desktop", PIPES + "dockerDesktopLinuxEngine"),
        new EngineAddress("Podman", PIPES + "podman-machine-default"));
  }

  private static List<EngineAddress> sockets(Surroundings around) {
    Path home = around.home();
    List<EngineAddress> places = new ArrayList<>();
    places.add(EngineAddress.socket("Docker", Path.of("/var/run/docker.sock")));
    places.add(EngineAddress.socket("Docker Desktop", home.resolve(".docker/run/docker.sock")));
    places.add(EngineAddress.socket("Docker Desktop", home.resolve(".docker/desktop/docker.sock")));
    places.add(EngineAddress.socket("Colima", home.resolve(".colima/default/docker.sock")));
    places.add(EngineAddress.socket("Rancher Desktop", home.resolve(".rd/docker.sock")));
    if (around.isMac()) {
      places.add(EngineAddress.socket("Podman", home.resolve(".local/share/containers/podman/machine/podman.sock")));
      return places;
    }
    Path run = around.variable("XDG_RUNTIME_DIR").map(Path::of).orElse(Path.of("/run/user/" + around.uid()));
    places.add(EngineAddress.socket("rootless Docker", run.resolve("docker.sock")));
    places.add(EngineAddress.socket("Podman", run.resolve("podman/podman.sock")));
    places.add(EngineAddress.socket("Podman", Path.of("/run/podman/podman.sock")));
    return places;
  }
}
