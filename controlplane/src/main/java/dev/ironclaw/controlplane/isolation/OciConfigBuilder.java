package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.isolation.OciConfig.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Turns a [SandboxSpec] into an OCI configuration and has [SpecGuard] read the result before anybody else does, so
/// that no weakened value can leave here, whoever changes the building.
final class OciConfigBuilder {
  static final String SOCKET_FOLDER = "/run/ironclaw";
  static final String WORKSPACE = "/workspace";
  static final String MOUNTS = "/mnt";
  static final List<String> ENVIRONMENT = List.of("PATH=/nonexistent", "LANG=C.UTF-8", "HOME=/tmp");
  static final List<String> MASKED = List.of("/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys",
      "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
      "/proc/sysrq-trigger", "/sys/devices/virtual/powercap", "/sys/firmware");
  static final List<String> READ_ONLY = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys");
  private static final long CPU_PERIOD_MICROS = 100_000;

  private final RunMode mode;
  private final OciConfig.Seccomp seccomp;
  private final SpecGuard guard;

  OciConfigBuilder(RunMode mode, OciConfig.Seccomp seccomp) {
    this.mode = mode;
    this.seccomp = seccomp;
    this.guard = new SpecGuard(mode);
  }

  /// Fails with `WEAK_SPEC` naming the first value that is weaker than a box may be.
  ///
  /// @param frame a folder with an empty folder for each mount, on which it is mounted: in the image there is no place
  ///        for what has any name
  OciConfig build(SandboxSpec spec, Path frame) {
    List<String> args = Stream.concat(spec.image().entrypoint().stream(), spec.command().stream()).toList();
    OciConfig config = new OciConfig("1.0.2",
        new OciConfig.Program(false, new OciConfig.User(mode.guest(), mode.guest(), List.of()), args, ENVIRONMENT, "/",
            OciConfig.Capabilities.NONE, rlimits(spec.limits()), true),
        new OciConfig.Root(spec.image().rootfs().toString(), true), "ironclaw-box", mounts(spec, frame),
        new OciConfig.Linux(namespaces(), mode.idMap(), mode.idMap(), cgroup(spec), resources(spec.limits()), seccomp,
            MASKED, READ_ONLY, List.of()));
    return guard.check(config, spec, frame);
  }

  /// One cgroup per box at the top of the hierarchy: removing it leaves nothing.
  static String cgroup(SandboxSpec spec) {
    return "/ironclaw-" + spec.id().value();
  }

  private List<Namespace> namespaces() {
    Stream<String> types = Stream.of("pid", "mount", "ipc", "uts", "network");
    Stream<String> user = mode.idMap().isEmpty() ? Stream.of() : Stream.of("user");
    return Stream.concat(types, user).map(Namespace::fresh).toList();
  }

  private static List<OciConfig.Mount> mounts(SandboxSpec spec, Path frame) {
    List<OciConfig.Mount> mounts = new ArrayList<>();
    mounts.add(new OciConfig.Mount("/proc", "proc", "proc", List.of("nosuid", "nodev", "noexec")));
    mounts.add(new OciConfig.Mount("/sys", "sysfs", "sysfs", List.of("ro", "nosuid", "nodev", "noexec")));
    mounts.add(
        new OciConfig.Mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "noexec", "mode=755", "size=65536k")));
    mounts.add(new OciConfig.Mount("/tmp", "tmpfs", "tmpfs",
        List.of("nosuid", "nodev", "noexec", "mode=1777", "size=65536k")));
    mounts.add(bind(SOCKET_FOLDER, spec.socketFolder(), false));
    spec.workspace().ifPresent(w -> mounts.add(bind(WORKSPACE, w.folder(), w.writable())));
    if (!spec.mounts().isEmpty()) {
      mounts.add(bind(MOUNTS, frame, false));
      spec.mounts().forEach(mount -> mounts.add(bind(MOUNTS + "/" + mount.name(), mount.folder(), mount.writable())));
    }
    return List.copyOf(mounts);
  }

  private static OciConfig.Mount bind(String destination, Path source, boolean writable) {
    return new OciConfig.Mount(destination, "bind", source.toString(),
        List.of("bind", writable ? "rw" : "ro", "nosuid", "nodev", "noexec"));
  }

  /// A cgroup counts the threads of the host, and a sleeping thread of the guest is none: the guest's own threads are
  /// counted by its kernel, under the same number.
  private static List<OciConfig.Rlimit> rlimits(SandboxSpec.Limits limits) {
    return List.of(new OciConfig.Rlimit("RLIMIT_NOFILE", 1024, 1024), new OciConfig.Rlimit("RLIMIT_CORE", 0, 0),
        new OciConfig.Rlimit("RLIMIT_NPROC", limits.pids(), limits.pids()),
        new OciConfig.Rlimit("RLIMIT_MEMLOCK", 0, 0), new OciConfig.Rlimit("RLIMIT_FSIZE", 1L << 30, 1L << 30));
  }

  private static OciConfig.Resources resources(SandboxSpec.Limits limits) {
    return new OciConfig.Resources(new OciConfig.Memory(limits.memoryBytes(), limits.memoryBytes()),
        new OciConfig.Cpu(limits.cpuPercent() * CPU_PERIOD_MICROS / 100, CPU_PERIOD_MICROS),
        new OciConfig.Pids(limits.pids()), List.of(new OciConfig.DeviceRule(false, "rwm")));
  }
}
