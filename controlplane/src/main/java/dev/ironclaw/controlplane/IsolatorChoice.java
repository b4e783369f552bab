package dev.ironclaw.controlplane;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.box.SocketModes;
import dev.ironclaw.controlplane.isolation.BoxFreezer;
import dev.ironclaw.controlplane.isolation.Isolator;
import dev.ironclaw.controlplane.isolation.MountPolicy;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.isolation.ProcessIsolator;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.RunMode;
import dev.ironclaw.controlplane.isolation.RunscIsolator;
import dev.ironclaw.controlplane.isolation.RunscSettings;
import dev.ironclaw.controlplane.isolation.Selftest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// The isolator that the operator chose, with what it needs around it. Nothing is ever chosen instead of it.
final class IsolatorChoice {
  /// @param workspaces folder that holds the agents' workspaces
  /// @param sockets folder for boxes' sockets
  record Chosen(Isolator isolator, AutoCloseable resources, Path workspaces, Path sockets, SocketModes socketModes,
      Supplier<List<ProbeResult>> selftest, BoxFreezer freezer) {}

  private IsolatorChoice() {}

  static Chosen of(ControlPlaneConfig config, StateFolder state, ImageFolder image, Supplier<BoxId> ids) {
    Path run = state.runFolder();
    Path sockets = StateFolder.makePrivate(run, "s");
    Path scratch = StateFolder.makePrivate(run, "t");
    Path workspaces = state.child("workspaces");
    MountPolicy mounts = mounts(config, state);
    return switch (config.runtime()) {
      case "runsc" -> {
        RunscSettings settings = RunscSettings.installed(run.resolve("r"), List.of(workspaces, sockets, scratch),
            mounts,
            config.acceptUnenforcedLimits());
        RunscIsolator isolator = new RunscIsolator(settings, new ProcessRunner());
        Selftest selftest = new Selftest(isolator, image.probes(), scratch.resolve("box"), ids);
        yield new Chosen(isolator, isolator, workspaces, sockets, modes(settings.mode()), selftest::run,
            BoxFreezer.of(run));
      }
      case "process" -> new Chosen(new ProcessIsolator(run.resolve("p"), new ProcessRunner(),
          ProcessIsolator.Allow.YES_WITHOUT_ANY_ISOLATION), () -> {}, workspaces, sockets, SocketModes.SAME_UID,
          IsolatorChoice::noSelftest, BoxFreezer.of(run));
      default -> throw new IronclawException(ErrorCode.CONFIGURATION, "choose the runtime '" + config.runtime()
          + "': there is no such runtime; use runsc, or process for development");
    };
  }

  private static MountPolicy mounts(ControlPlaneConfig config, StateFolder state) {
    try {
      return MountPolicy.of(state.child("mounts"), config.folders().mountBases(), state.root());
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start with --mount-base: there is no folder "
          + e.getMessage(), e);
    }
  }

  private static SocketModes modes(RunMode mode) {
    return switch (mode) {
      case ROOT -> SocketModes.OTHER_UID;
      case ROOTLESS -> SocketModes.SAME_UID;
    };
  }

  private static List<ProbeResult> noSelftest() {
    throw new IronclawException(ErrorCode.NOT_AVAILABLE,
        "run the self-test: the process runtime isolates nothing, so there is no wall to test; use --runtime runsc");
  }
}
