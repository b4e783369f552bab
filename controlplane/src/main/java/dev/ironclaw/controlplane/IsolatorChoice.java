package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.box.SocketModes;
import dev.ironclaw.controlplane.isolation.Isolator;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import dev.ironclaw.controlplane.isolation.RunscIsolator;
import dev.ironclaw.controlplane.isolation.RunscSettings;
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
    return switch (config.runtime()) {
      case "runsc" -> runsc(config, state);
      default -> throw new IronclawException(ErrorCode.CONFIGURATION, "choose the runtime '" + config.runtime()
          + "': there is no such runtime; use runsc, or process for development");
    };
  }

  private static Chosen runsc(ControlPlaneConfig config, StateFolder state) {
    Path run = state.runFolder();
    RunscSettings settings = RunscSettings.installed(run.resolve("r"), state.root(), config.acceptUnenforcedLimits());
    RunscIsolator isolator = new RunscIsolator(settings, new ProcessRunner());
    return new Chosen(isolator, isolator, run.resolve("s"), SocketModes.OTHER_UID, List::of);
  }
}
