package dev.ironclaw.controlplane.engine;

import java.nio.file.Path;
import java.util.Optional;

/// Where an engine may listen.
///
/// @param source who says so, for messages: `DOCKER_HOST`, `context colima`, `Docker Desktop`
/// @param host `unix:///…`, `tcp://…` or `npipe:////./pipe/…`
/// @param certificates folder with `ca.pem`, `cert.pem` and `key.pem`, for `tcp` with TLS
public record EngineAddress(String source, String host, Optional<Path> certificates) {
  EngineAddress(String source, String host) {
    this(source, host, Optional.empty());
  }

  static EngineAddress socket(String source, Path socket) {
    return new EngineAddress(source, "unix://" + socket);
  }

  /// The socket's path, empty for anything else.
  Optional<Path> socket() {
    return host.startsWith("unix://") ? Optional.of(Path.of(host.substring("unix://".length()))) : Optional.empty();
  }
}
