package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.box.SocketModes;
import dev.ironclaw.controlplane.isolation.Isolator;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// The isolator that the operator chose, with what it needs around it. Nothing is ever chosen instead of it.
final class IsolatorChoice {
  /// @param sockets folder for boxes' sockets
  record Chosen(Isolator isolator, AutoCloseable resources, Path sockets, SocketModes socketModes,
      Supplier<List<ProbeResult>> selftest) {}

  private IsolatorChoice() {}

  static Chosen of(ControlPlaneConfig config, StateFolder state) {
    throw new IronclawException(ErrorCode.CONFIGURATION, "choose the runtime '" + config.runtime()
        + "': there is no such runtime; use runsc, or process for development");
  }
}
