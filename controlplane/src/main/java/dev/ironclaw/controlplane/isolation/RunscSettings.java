package dev.ironclaw.controlplane.isolation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where runsc is and what it may use.
///
/// @param runsc the program, absolute
/// @param runFolder ours alone (0700): the runtime's own state and a bundle per box
/// @param mountBases the folders, resolved, below which every workspace and socket folder lies
/// @param mounts which folders of this machine may be mounted
/// @param acceptUnenforcedLimits the operator's yes to boxes whose memory, CPU and process limits nothing enforces
/// @param mode whether the runtime is root
public record RunscSettings(Path runsc, Path runFolder, List<Path> mountBases, MountPolicy mounts,
    boolean acceptUnenforcedLimits, RunMode mode) {
  private static final List<String> FOLDERS = List.of("/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin",
      "/opt/gvisor/bin");

  public RunscSettings {
    mountBases = List.copyOf(mountBases);
  }

  public RunscSettings(Path runsc, Path runFolder, List<Path> mountBases, MountPolicy mounts,
      boolean acceptUnenforcedLimits) {
    this(runsc, runFolder, mountBases, mounts, acceptUnenforcedLimits, RunMode.ofThisProcess());
  }

  /// With runsc where it is usually installed; `/usr/local/bin/runsc` where it is nowhere.
  public static RunscSettings installed(Path runFolder, List<Path> mountBases, MountPolicy mounts,
      boolean acceptUnenforcedLimits) {
    Path runsc = FOLDERS.stream().map(folder -> Path.of(folder, "runsc")).filter(Files::isExecutable).findFirst()
        .orElse(Path.of(FOLDERS.getFirst(), "runsc"));
    return new RunscSettings(runsc, runFolder, mountBases, mounts, acceptUnenforcedLimits);
  }
}
