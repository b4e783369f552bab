package dev.ironclaw.controlplane.command;

import static dev.ironclaw.contract.job.CommandPolicy.READ_ONLY;

import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.jobbox.DockerJobBoxes;
import dev.ironclaw.controlplane.project.Projects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long `true` takes in a warm container, from the call to its result, its entry in the log included. Needs root and a
/// Docker engine of its own; see docs/benchmarks.md.
public final class ExecBench {
  private static final int WARM_UP = 20;
  private static final int RUNS = 200;

  private ExecBench() {}

  /// Measures both walls.
  ///
  /// @param arguments the folder to work in
  public static void main(String[] arguments) throws Exception {
    for (String wall : List.of("runsc", "runc")) {
      run(wall, Files.createDirectories(Path.of(arguments[0], wall)).toRealPath());
    }
  }

  private static void run(String wall, Path top) throws Exception {
    Path engineFolder = Files.createDirectory(top.resolve("engine"));
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx--x--x"));
    try (TestEngine daemon = new TestEngine(engineFolder, wall.equals("runsc") ? TestEngine.SEALED : "{}");
        Engine engine = daemon.connect();
        DockerJobBoxes boxes = new DockerJobBoxes(new DockerSettings(engine, "bench", List.of(top), 65532, false, true),
            Clock.systemUTC(), () -> {})) {
      String image = CommandImage.load(daemon, top);
      Files.createDirectory(top.resolve("rig"));
      try (CommandRig rig = new CommandRig(top.resolve("rig"), boxes, image, Network.internet(),
          new CommandContract.RealPlaces(new Projects(top.resolve("projects"), 65532)), SocketModes.OTHER_UID, false)) {
        rig.allow(List.of(), READ_ONLY);
        measure(wall, rig);
      }
    }
  }

  private static void measure(String wall, CommandRig rig) throws Exception {
    long cold = System.nanoTime();
    CommandRequest request = new CommandRequest(List.of("/bin/true"), "site", READ_ONLY, Map.of(),
        CommandRequest.DEFAULT_TIMEOUT, CommandRequest.DEFAULT_OUTPUT, List.of(), false, false);
    rig.run(request);
    cold = System.nanoTime() - cold;
    for (int i = 0; i < WARM_UP; i++) {
      rig.run(request);
    }
    long[] nanos = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long begun = System.nanoTime();
      rig.run(request);
      nanos[i] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos);
    System.out.printf(Locale.ROOT, "exec runtime=%s runs=%d p50=%.1f ms p99=%.1f ms cold=%.0f ms%n", wall, RUNS,
        nanos[RUNS / 2] / 1e6, nanos[RUNS * 99 / 100] / 1e6, cold / 1e6);
  }
}
