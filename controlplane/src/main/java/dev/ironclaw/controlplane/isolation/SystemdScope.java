package dev.ironclaw.controlplane.isolation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Limits for a box that has no root to set them: a transient scope of the user's systemd. Where there is none, nothing
/// enforces the limits.
final class SystemdScope {
  private static final Path PROGRAM = Path.of("/usr/bin/systemd-run");

  private final Path program;
  private final Path userFolder;

  /// @param userFolder `/run/user/<uid>` of the invoking user
  SystemdScope(Path userFolder) {
    this(PROGRAM, userFolder);
  }

  SystemdScope(Path program, Path userFolder) {
    this.program = program;
    this.userFolder = userFolder;
  }

  boolean isAvailable() {
    return Files.isExecutable(program) && Files.exists(userFolder.resolve("systemd/private"));
  }

  /// Words to put before the command.
  List<String> prefix(SandboxSpec spec) {
    SandboxSpec.Limits limits = spec.limits();
    return List.of("/usr/bin/env", "XDG_RUNTIME_DIR=" + userFolder, program.toString(), "--user", "--scope", "--quiet",
        "--collect", "--unit=ironclaw-" + spec.id(), "--property=MemoryMax=" + limits.memoryBytes(),
        "--property=MemorySwapMax=0", "--property=TasksMax=" + limits.pids(),
        "--property=CPUQuota=" + limits.cpuPercent() + "%", "--");
  }
}
