package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A state folder, images and specs for tests of boxes.
final class TestBoxes {
  static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");

  final Path top;
  private final List<Path> bases = new java.util.ArrayList<>();

  /// @param more folders below which something may be mounted
  TestBoxes(Path folder, Path... more) {
    try {
      top = folder.toRealPath();
      bases.add(Files.createDirectories(top.resolve("mounts")));
      bases.addAll(List.of(more));
      Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BoxId newId() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return new BoxId("box_" + HexFormat.of().formatHex(random));
  }

  /// The image that the build made.
  static Path imageFolder() {
    return Path.of(System.getProperty("ironclaw.image", "../sandbox/target/image")).toAbsolutePath().normalize();
  }

  RunscSettings settings(boolean acceptUnenforcedLimits) {
    return RunscSettings.installed(top.resolve("run"), bases, policy(), acceptUnenforcedLimits);
  }

  /// Any folder below `host`.
  MountPolicy policy() {
    return new MountPolicy(top.resolve("host"), List.of(), top.resolve("run"), Path.of("/nobody"));
  }

  Path mount(String name) {
    Path folder = top.resolve("mounts").resolve(name);
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The box's own image with another program.
  static RootfsImage java(String... arguments) {
    RootfsImage image = ImageFolder.load(imageFolder()).agent();
    List<String> program = java.util.stream.Stream
        .concat(java.util.stream.Stream.of(image.entrypoint().getFirst()), java.util.Arrays.stream(arguments)).toList();
    return new RootfsImage(image.rootfs(), image.digest(), program);
  }

  /// A shell whose script may use nothing but builtins: a box can't fork.
  RootfsImage shell(String script) {
    return busybox(List.of("sh", "-c", script));
  }

  /// A root filesystem with a shell and the usual programs, which no image of ours has.
  RootfsImage busybox(List<String> program) {
    Path rootfs = top.resolve("shell");
    try {
      if (!Files.exists(rootfs)) {
        for (String point : ImageFolder.MOUNT_POINTS) {
          Files.createDirectories(rootfs.resolve(point));
        }
        Files.createDirectories(rootfs.resolve("bin"));
        Files.copy(BUSYBOX, rootfs.resolve("bin/busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("make a busybox root (apt-get install busybox-static)", e);
    }
    return new RootfsImage(rootfs, DIGEST,
        java.util.stream.Stream.concat(java.util.stream.Stream.of("/bin/busybox"), program.stream()).toList());
  }

  SandboxSpec spec(RootfsImage image) {
    return spec(image, Optional.empty(), SandboxSpec.Limits.DEFAULT);
  }

  SandboxSpec spec(RootfsImage image, Optional<SandboxSpec.Workspace> workspace, SandboxSpec.Limits limits) {
    BoxId id = newId();
    return new SandboxSpec(id, new AgentGroupId("dev-agent"), image, mount("sock-" + id), workspace, limits, List.of());
  }
}
