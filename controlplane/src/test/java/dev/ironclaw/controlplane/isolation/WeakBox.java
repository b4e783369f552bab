package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.isolation.OciConfig.Capabilities;
import dev.ironclaw.controlplane.isolation.OciConfig.Linux;
import dev.ironclaw.controlplane.isolation.OciConfig.Mount;
import dev.ironclaw.controlplane.isolation.OciConfig.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Builds bundles that are weak on purpose, behind the guard's back, so that it is seen that the probes can succeed.
final class WeakBox {
  private static final List<String> ALL = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETUID",
      "CAP_SETGID", "CAP_NET_RAW", "CAP_NET_ADMIN", "CAP_SYS_ADMIN", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_MKNOD");

  private static final List<String> WITH_JDK = List.of("/jdk/bin/java", "-Xmx64m", "-p", "/modules",
      "--enable-native-access=dev.ironclaw.sandbox", "-m",
      "dev.ironclaw.sandbox/dev.ironclaw.sandbox.probe.ProbeMain");

  private WeakBox() {}

  /// A copy of the probes' image that a weak box may write to, with the whole JDK.
  static RootfsImage probes(TestBoxes boxes) throws IOException {
    RootfsImage image = ImageFolder.load(TestBoxes.imageFolder()).probes();
    Path copy = boxes.top.resolve("rootfs");
    if (!Files.exists(copy)) {
      try (Stream<Path> all = Files.walk(image.rootfs())) {
        for (Path path : all.toList()) {
          Files.copy(path, copy.resolve(image.rootfs().relativize(path).toString()),
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
      for (String point : List.of("bin", "jdk", "modules")) {
        Files.createDirectories(copy.resolve(point));
      }
    }
    return new RootfsImage(copy, image.digest(), WITH_JDK);
  }

  /// Root, all capabilities, the host's network, a writable root, no filter, no masked path, no limit, and the host's
  /// other folders mounted.
  static RunscIsolator isolator(TestBoxes boxes, Path stranger, Path jdk) {
    return isolator(boxes, stranger, jdk, List.of("--network=host"));
  }

  /// The same with gVisor's own network, which has raw sockets and interfaces of its own to give.
  static RunscIsolator withOwnNetwork(TestBoxes boxes, Path stranger, Path jdk) {
    return isolator(boxes, stranger, jdk, List.of("--network=none", "--net-raw"));
  }

  private static RunscIsolator isolator(TestBoxes boxes, Path stranger, Path jdk, List<String> network) {
    return new RunscIsolator(boxes.settings(false), new ProcessRunner(),
        Stream.concat(network.stream(), Stream.of("--host-uds=all", "--ignore-cgroups", "--fuse")).toList(),
        (spec, frame) -> weaken(spec, frame, stranger, jdk));
  }

  private static OciConfig weaken(SandboxSpec spec, Path frame, Path stranger, Path jdk) {
    OciConfig sound = new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(spec, frame);
    Program process = new Program(false, new OciConfig.User(0, 0, List.of()), sound.process().args(),
        sound.process().env(), "/", new Capabilities(ALL, ALL, ALL, ALL, ALL), List.of(), false);
    List<Mount> mounts = new ArrayList<>(sound.mounts().stream().map(WeakBox::writable).toList());
    mounts.add(new Mount(stranger.toString(), "bind", stranger.toString(), List.of("bind", "rw")));
    mounts.add(new Mount("/modules", "bind", TestBoxes.imageFolder().resolveSibling("modules").toString(),
        List.of("bind", "ro")));
    mounts.add(new Mount("/bin", "bind", "/bin", List.of("bind", "ro")));
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
