package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.SettingView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How the API listens.
///
/// @param tls empty for plain HTTP; the socket never has it
/// @param socket unix socket for local faces, made 0600; empty for none
/// @param stateDir shown in the status, for offline verbs
/// @param inForce the settings of this start, as they are shown
public record ApiSettings(ApiAddress address, Optional<ApiTls> tls, Optional<Path> socket, ApiToken token,
    String version, Path stateDir, ApiLimits limits, List<SettingView> inForce) {
  public ApiSettings {
    inForce = List.copyOf(inForce);
  }

  /// With no settings to show.
  public ApiSettings(ApiAddress address, Optional<ApiTls> tls, Optional<Path> socket, ApiToken token, String version,
      Path stateDir, ApiLimits limits) {
    this(address, tls, socket, token, version, stateDir, limits, List.of());
  }
}
