package dev.ironclaw.controlplane.api;

import java.nio.file.Path;
import java.util.Optional;

/// How the API listens.
///
/// @param tls empty for plain HTTP; the socket never has it
/// @param socket unix socket for local faces, made 0600; empty for none
/// @param stateDir shown in the status, for offline verbs
public record ApiSettings(ApiAddress address, Optional<ApiTls> tls, Optional<Path> socket, ApiToken token,
    String version, Path stateDir,
    ApiLimits limits) {}
