package dev.ironclaw.controlplane;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.Engines;
import dev.ironclaw.controlplane.engine.Surroundings;
import dev.ironclaw.controlplane.isolation.BoxFreezer;
import dev.ironclaw.controlplane.isolation.DockerFreezer;
import dev.ironclaw.controlplane.isolation.DockerIsolator;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.isolation.EngineCrossing;
import dev.ironclaw.controlplane.isolation.Freezer;
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
import java.util.Optional;
import java.util.function.Supplier;

/// The isolator that the operator chose, with what it needs around it. Nothing is ever chosen instead of it.
final class IsolatorChoice {
  /// @param workspaces folder that holds the agents' workspaces
  /// @param keepsWorkspaces whether they lie there, and not in volumes of an engine
  /// @param sockets folder for boxes' sockets
  record Chosen(Isolator isolator, AutoCloseable resources, Path workspaces, Path sockets, SocketModes socketModes,
      Supplier<List<ProbeResult>> selftest, Freezer freezer, boolean keepsWorkspaces) {}

  private IsolatorChoice() {}

  static Chosen of(ControlPlaneConfig config, StateFolder state, ImageFolder image, Supplier<BoxId> ids) {
    Path run = state.runFolder();
    Path sockets = StateFolder.makePrivate(run, "s");
    Path scratch = StateFolder.makePrivate(run, "t");
    Path workspaces = state.child("workspaces");
    MountPolicy mounts = mounts(config, state);
    return switch (config.runtime().name()) {
      case "runsc" -> {
        requireLinux(System.getProperty("os.name", ""));
        RunscSettings settings = RunscSettings.installed(run.resolve("r"), List.of(workspaces, sockets, scratch),
            mounts,
            config.acceptUnenforcedLimits());
        RunscIsolator isolator = new RunscIsolator(settings, new ProcessRunner());
        Selftest selftest = new Selftest(isolator, image.probes(), scratch.resolve("box"), ids);
        yield new Chosen(isolator, isolator, workspaces, sockets, modes(settings.mode()), selftest::run,
            BoxFreezer.of(run), true);
      }
      case "process" -> new Chosen(new ProcessIsolator(run.resolve("p"), new ProcessRunner(),
          ProcessIsolator.Allow.YES_WITHOUT_ANY_ISOLATION), () -> {}, workspaces, sockets, SocketModes.SAME_UID,
          IsolatorChoice::noSelftest, BoxFreezer.of(run), true);
      case "docker", "kata" ->
        engine(config, state, image, ids, new Folders(run, workspaces, sockets, scratch), mounts);
      default -> throw new IronclawException(ErrorCode.CONFIGURATION, "choose the runtime '" + config.runtime().name()
          + "': there is no such runtime; use runsc, docker, kata, or process for development");
    };
  }

  private record Folders(Path run, Path workspaces, Path sockets, Path scratch) {}

  /// The engine that the user's own settings name, and boxes that only this control plane touches.
  private static Chosen engine(ControlPlaneConfig config, StateFolder state, ImageFolder image, Supplier<BoxId> ids,
      Folders folders, MountPolicy mounts) {
    int guest = DockerSettings.guestOf(folders.run());
    Optional<EngineCrossing> wanted = EngineCrossing.chosen(config.runtime().crossing());
    Surroundings around = new Surroundings(ControlPlaneConfig.environment(),
        Path.of(System.getProperty("user.home")), System.getProperty("os.name"), guest);
    Engine engine = Engines.find(around);
    EngineCrossing crossing = wanted
        .orElseGet(() -> EngineCrossing.suited(engine.address(), engine.facts(), around.isLinux()));
    String instance = state.root().toString();
    DockerSettings settings = new DockerSettings(engine, instance,
        List.of(folders.workspaces(), folders.sockets(), folders.scratch()), guest,
        config.runtime().name().equals("kata"), config.runtime().acceptDegraded(), crossing);
    DockerIsolator isolator = new DockerIsolator(settings, mounts);
    Selftest selftest = new Selftest(isolator, image.probes(), folders.scratch().resolve("box"), ids, guest);
    EngineNote.write(folders.run(), engine.address(), instance);
    // Frames lead to the socket through this process, and to nobody else.
    boolean framed = crossing == EngineCrossing.STDIO;
    SocketModes modes = framed ? SocketModes.SAME_UID : modes(RunMode.ofThisProcess());
    return new Chosen(isolator, isolator, folders.workspaces(), folders.sockets(), modes, selftest::run,
        new DockerFreezer(engine, instance), !framed);
  }

  /// Said before anything looks for what only Linux has.
  static void requireLinux(String osName) {
    if (!osName.equals("Linux")) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "start the runsc runtime: gVisor needs Linux, and this is "
              + osName + "; let a container engine run the boxes with --runtime docker");
    }
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
