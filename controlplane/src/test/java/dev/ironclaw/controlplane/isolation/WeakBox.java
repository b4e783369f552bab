package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.isolation.OciConfig.Capabilities;
import dev.ironclaw.controlplane.isolation.OciConfig.Linux;
import dev.ironclaw.controlplane.isolation.OciConfig.Mount;
import dev.ironclaw.controlplane.isolation.OciConfig.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Builds bundles that are weak on purpose, behind the guard's back, so that it is seen that the probes can succeed.
final class WeakBox {
  private static final List<String> ALL = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETUID",
      "CAP_SETGID", "CAP_NET_RAW", "CAP_SYS_ADMIN", "CAP_MKNOD");

  private WeakBox() {}

  /// Root, all capabilities, the host's network, a writable root, no filter, no masked path, no limit, and the host's
  /// other folders mounted.
  static RunscIsolator isolator(TestBoxes boxes, Path stranger, Path jdk) {
    return new RunscIsolator(boxes.settings(false), new ProcessRunner(),
        List.of("--network=host", "--host-uds=all", "--ignore-cgroups"), spec -> weaken(spec, stranger, jdk));
  }

  private static OciConfig weaken(SandboxSpec spec, Path stranger, Path jdk) {
    OciConfig sound = new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(spec);
    Program process = new Program(false, new OciConfig.User(0, 0, List.of()), sound.process().args(),
        sound.process().env(), "/", new Capabilities(ALL, ALL, ALL, ALL, ALL), sound.process().rlimits(), false);
    List<Mount> mounts = new ArrayList<>(sound.mounts().stream().map(WeakBox::writable).toList());
    mounts.add(new Mount(stranger.toString(), "bind", stranger.toString(), List.of("bind", "rw")));
    mounts.add(new Mount("/modules", "bind", TestBoxes.imageFolder().resolveSibling("modules").toString(),
        List.of("bind", "ro")));
    mounts.add(new Mount("/bin", "bind", "/bin", List.of("bind", "ro")));
    mounts.add(new Mount("/dev/extra", "bind", "/dev", List.of("bind", "ro")));
    mounts.add(new Mount("/jdk", "bind", jdk.toString(), List.of("bind", "ro")));
    return new OciConfig(sound.ociVersion(), process, new OciConfig.Root(sound.root().path(), false),
        sound.hostname(), mounts,
        new Linux(
            Stream.of("pid", "mount", "ipc", "uts").map(OciConfig.Namespace::fresh).toList(), List.of(), List.of(),
            sound.linux().cgroupsPath(), sound.linux().resources(), sound.linux().seccomp(), List.of(), List.of(),
            List.of()));
  }

  private static Mount writable(Mount mount) {
    return new Mount(mount.destination(), mount.type(), mount.source(), mount.options().stream()
        .map(option -> option.equals("ro") ? "rw" : option).filter(option -> !option.equals("noexec")).toList());
  }
}
