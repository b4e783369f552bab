package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Limits for a box that has no root to set them: a transient scope of the user's systemd. Where there is none, nothing
/// enforces the limits; and where the machine did not hand that systemd a controller, it takes the limit, says nothing
/// and enforces it not (cgroup v1, or Debian 11, which hands on no processor time).
final class SystemdScope {
  private static final Path PROGRAM = Path.of("/usr/bin/systemd-run");

  private static final Path SLICES = Path.of("/sys/fs/cgroup/user.slice");
  private static final List<String> CONTROLLERS = List.of("memory", "pids", "cpu");

  private final Path program;
  private final Path userFolder;
  private final Path slices;

  /// @param userFolder `/run/user/<uid>` of the invoking user
  SystemdScope(Path userFolder) {
    this(PROGRAM, userFolder, SLICES);
  }

  /// @param slices the cgroup above those of all users' systemds
  SystemdScope(Path program, Path userFolder, Path slices) {
    this.program = program;
    this.userFolder = userFolder;
    this.slices = slices;
  }

  /// That there is a systemd of this user to ask.
  boolean isAvailable() {
    return Files.isExecutable(program) && Files.exists(userFolder.resolve("systemd/private"));
  }

  /// The controllers whose limits would not hold, of `memory`, `pids`, `cpu`: all of them where there is no such systemd.
  List<String> lacking() {
    List<String> has = isAvailable() ? handedOn() : List.of();
    return CONTROLLERS.stream().filter(controller -> !has.contains(controller)).toList();
  }

  private List<String> handedOn() {
    Path uid = userFolder.getFileName();
    Path file = slices.resolve("user-" + uid + ".slice").resolve("user@" + uid + ".service/cgroup.controllers");
    try {
      return Stream.of(Files.readString(file).strip().split(" ")).toList();
    } catch (IOException e) {
      // silent-ok: what can't be read is not known to be there, and each limit is said not to hold
      return List.of();
    }
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
