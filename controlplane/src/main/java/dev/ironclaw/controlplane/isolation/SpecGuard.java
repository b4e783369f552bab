package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.OciConfig.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses a configuration that is weaker than a box may be. It reads the final value and shares no constant with the
/// builder that would let both be wrong together.
final class SpecGuard {
  private static final Set<String> NAMESPACES = Set.of("pid", "mount", "ipc", "uts", "network");
  private static final Set<String> MOUNT_FLAGS = Set.of("nosuid", "nodev", "noexec");
  private static final Pattern MOUNT_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Set<String> VARIABLES = Set.of("PATH", "LANG", "HOME");
  private static final Set<String> MASKED = Set.of("/proc/kcore", "/proc/keys", "/proc/timer_list",
      "/proc/sysrq-trigger", "/sys/firmware");
  private static final Set<String> READ_ONLY = Set.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys");
  private static final Set<String> RLIMITS = Set.of("RLIMIT_NOFILE", "RLIMIT_CORE", "RLIMIT_NPROC");
  private static final long TMPFS_LIMIT_KIB = 65_536;
  private static final long MEMORY_LIMIT = 8L << 30;
  private static final long MEMORY_FLOOR = 32L << 20;
  private static final int PIDS_LIMIT = 4096;
  private static final int CPU_LIMIT = 16;

  private final RunMode mode;

  SpecGuard(RunMode mode) {
    this.mode = mode;
  }

  /// The same configuration, or `WEAK_SPEC`.
  OciConfig check(OciConfig config, SandboxSpec spec, Path frame) {
    process(config.process());
    require(config.process().rlimits().stream().filter(limit -> limit.type().equals("RLIMIT_NPROC"))
        .allMatch(limit -> limit.hard() <= spec.limits().pids()), "RLIMIT_NPROC is more than the process limit");
    require(config.root().readonly(), "the root filesystem is writable");
    require(config.root().path().equals(spec.image().rootfs().toString()), "the root is not the image");
    unlinked(config.root().path());
    require(config.hostname().equals("ironclaw-box"), "the host name is not the fixed one");
    config.mounts().forEach(mount -> mount(mount, spec, frame));
    required(config.mounts());
    namespaces(config.linux());
    resources(config.linux().resources());
    seccomp(config.linux().seccomp());
    require(config.linux().devices().isEmpty(), "an extra device is listed");
    require(Set.copyOf(config.linux().maskedPaths()).containsAll(MASKED), "a masked path is missing");
    require(Set.copyOf(config.linux().readonlyPaths()).containsAll(READ_ONLY), "a read-only path is missing");
    require(config.linux().cgroupsPath().equals("/ironclaw-" + spec.id()), "the cgroup is not the box's own");
    return config;
  }

  private void process(OciConfig.Program process) {
    require(!process.terminal(), "a terminal is attached");
    require(process.user().uid() == mode.guest(), "uid " + process.user().uid() + " is not " + mode.guest());
    require(process.user().gid() == mode.guest(), "gid " + process.user().gid() + " is not " + mode.guest());
    require(process.user().additionalGids().isEmpty(), "an additional group is listed");
    require(process.noNewPrivileges(), "no_new_privs is not set");
    OciConfig.Capabilities sets = process.capabilities();
    for (List<String> set : List.of(sets.bounding(), sets.effective(), sets.inheritable(), sets.permitted(),
        sets.ambient())) {
      require(set.isEmpty(), "a capability is granted: " + set);
    }
    for (String variable : process.env()) {
      require(VARIABLES.contains(variable.split("=", 2)[0]), "the environment has " + variable.split("=", 2)[0]);
    }
    Set<String> limited = new HashSet<>();
    process.rlimits().forEach(limit -> {
      require(limit.soft() <= limit.hard() && limit.hard() >= 0 && limit.hard() <= 1L << 30,
          limit.type() + " is not a limit");
      limited.add(limit.type());
    });
    require(limited.containsAll(RLIMITS), "a resource limit is missing: " + RLIMITS);
    require(!process.args().isEmpty() && process.args().getFirst().startsWith("/"), "the program is not absolute");
  }

  private static void mount(Mount mount, SandboxSpec spec, Path frame) {
    String at = mount.destination();
    Set<String> options = Set.copyOf(mount.options());
    switch (at) {
      case "/proc" -> require(mount.type().equals("proc"), at + " is not procfs");
      case "/sys" -> require(mount.type().equals("sysfs") && options.contains("ro"), at + " is not a read-only sysfs");
      case "/dev" -> require(mount.type().equals("tmpfs") && options.contains("nosuid"), at + " is not a tmpfs");
      case "/tmp" -> require(mount.type().equals("tmpfs") && options.containsAll(MOUNT_FLAGS),
          at + " is not a tmpfs with nosuid, nodev and noexec");
      case "/run/ironclaw" -> {
        bind(mount, spec.socketFolder());
        access(mount, false);
      }
      case "/workspace" -> {
        bind(mount, spec.workspace().map(SandboxSpec.Workspace::folder).orElseThrow(() -> weak("nobody asked for a "
            + "workspace")));
        access(mount, spec.workspace().orElseThrow().writable());
      }
      case "/mnt" -> {
        require(!spec.mounts().isEmpty(), "nobody asked for a mount");
        bind(mount, frame);
        access(mount, false);
      }
      default -> {
        SandboxSpec.Mount wanted = spec.mounts().stream().filter(one -> at.equals("/mnt/" + one.name())).findFirst()
            .orElseThrow(() -> weak("a mount on " + at + " is not on the list"));
        require(MOUNT_NAME.matcher(wanted.name()).matches(), "the mount's name " + wanted.name() + " is a path");
        bind(mount, wanted.folder());
        access(mount, wanted.writable());
      }
    }
    if (mount.type().equals("tmpfs")) {
      require(options.stream().filter(o -> o.startsWith("size=") && o.endsWith("k"))
          .anyMatch(o -> Long.parseLong(o.substring(5, o.length() - 1)) <= TMPFS_LIMIT_KIB), at + " has no size limit");
    }
  }

  private static void access(Mount mount, boolean writable) {
    require(mount.options().contains(writable ? "rw" : "ro") && !mount.options().contains(writable ? "ro" : "rw"),
        mount.destination() + " is not " + (writable ? "writable" : "read-only") + " as asked");
  }

  private static void bind(Mount mount, Path wanted) {
    require(mount.type().equals("bind") && mount.options().containsAll(MOUNT_FLAGS),
        mount.destination() + " is not bound with nosuid, nodev and noexec");
    require(mount.source().equals(wanted.toString()), mount.destination() + " is bound to another folder");
    unlinked(mount.source());
  }

  /// A link anywhere in the path could be turned elsewhere between this check and the mount.
  private static void unlinked(String source) {
    Path path = Path.of(source);
    try {
      require(path.isAbsolute() && path.toRealPath().equals(path), "the path " + path + " leads over a link");
      require(Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS), path + " is not a directory");
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.WEAK_SPEC, "build the box's bundle: " + path + " can't be resolved", e);
    }
  }

  private static void required(List<Mount> mounts) {
    List<String> points = mounts.stream().map(Mount::destination).toList();
    require(Set.copyOf(points).size() == points.size(), "two mounts share a place");
    for (String point : List.of("/proc", "/sys", "/dev", "/tmp", "/run/ironclaw")) {
      require(points.contains(point), "the mount on " + point + " is missing");
    }
  }

  private void namespaces(OciConfig.Linux linux) {
    Set<String> listed = new HashSet<>();
    linux.namespaces().forEach(namespace -> {
      require(namespace.path().isEmpty(), "the " + namespace.type() + " namespace is one that exists already");
      listed.add(namespace.type());
    });
    for (String type : NAMESPACES) {
      require(listed.contains(type), "no new " + type + " namespace");
    }
    require(mode == RunMode.ROOTLESS || listed.contains("user"), "no new user namespace");
    require(linux.uidMappings().equals(mode.idMap()) && linux.gidMappings().equals(mode.idMap()),
        "the id map is not the fixed one");
  }

  private static void resources(OciConfig.Resources resources) {
    long memory = resources.memory().limit();
    require(memory >= MEMORY_FLOOR && memory <= MEMORY_LIMIT, "no memory limit between 32 MiB and 8 GiB");
    require(resources.memory().swap() == memory, "swap is not limited");
    require(resources.pids().limit() > 0 && resources.pids().limit() <= PIDS_LIMIT, "no process limit up to 4096");
    require(resources.cpu().period() == 100_000 && resources.cpu().quota() > 0
        && resources.cpu().quota() <= CPU_LIMIT * resources.cpu().period(), "no processor limit up to 16 cores");
    require(resources.devices().equals(List.of(new OciConfig.DeviceRule(false, "rwm"))), "a device is allowed");
  }

  private static void seccomp(OciConfig.Seccomp seccomp) {
    require(seccomp.defaultAction().equals("SCMP_ACT_ERRNO"), "the system call filter allows by default");
    for (OciConfig.Seccomp.Rule rule : seccomp.syscalls()) {
      require(rule.action().equals("SCMP_ACT_ALLOW") || rule.action().equals("SCMP_ACT_ERRNO"),
          "a filter rule is neither allow nor errno");
      if (rule.action().equals("SCMP_ACT_ALLOW")) {
        rule.names().forEach(name -> require(!SeccompProfile.NEVER.contains(name), "the filter allows " + name));
      }
    }
    require(!seccomp.syscalls().isEmpty(), "the system call filter is empty");
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw weak(otherwise);
    }
  }

  private static IronclawException weak(String what) {
    return new IronclawException(ErrorCode.WEAK_SPEC, "build the box's bundle: " + what
        + "; a box is never started weaker than this");
  }
}
