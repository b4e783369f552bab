package dev.ironclaw.controlplane;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--state-dir` of whatever works on a state folder that is there or is made at its start.
final class StateDirOption {
  @Option(names = "--state-dir", paramLabel = "DIR", description = "Everything durable. Default: the platform's data folder.")
  @Nullable
  Path given;

  Path folder() {
    return ControlPlaneConfig.stateDir(given);
  }
}
