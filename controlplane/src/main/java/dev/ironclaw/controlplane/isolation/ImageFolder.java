package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What the build of the image wrote: `rootfs/`, its manifest and `image.json`. An instance is the proof that they were
/// compared, for all programs that run in it.
public final class ImageFolder {
  /// The runtime mounts on these. A missing one would be created in the image by a privileged process at launch.
  static final List<String> MOUNT_POINTS = List.of("proc", "sys", "dev", "tmp", "run/ironclaw", "workspace", "mnt");

  /// What `image.json` holds.
  ///
  /// @param manifest `sha256:…` of `rootfs.sha256` beside it, see [RootfsManifest]
  /// @param probeEntrypoint the same runtime with the escape probes for a program; empty in an image that has none
  record Manifest(String digest, @Nullable String manifest, List<String> entrypoint,
      @Nullable List<String> probeEntrypoint) {}

  private final RootfsImage agent;
  private final @Nullable List<String> probes;

  private ImageFolder(RootfsImage agent, @Nullable List<String> probes) {
    this.agent = agent;
    this.probes = probes;
  }

  /// Refuses an image that another user could have changed, and one of whose files any byte or right differs from what
  /// the build wrote. Reads every file: load it once a start.
  public static ImageFolder load(Path folder) {
    Manifest manifest = manifest(folder.resolve("image.json"));
    Path rootfs = folder.toAbsolutePath().normalize().resolve("rootfs");
    if (!Files.isDirectory(rootfs, LinkOption.NOFOLLOW_LINKS)) {
      throw RootfsImage.refused(rootfs, "it is not a directory");
    }
    refuseSharedWrite(folder);
    refuseSharedWrite(rootfs);
    for (String point : MOUNT_POINTS) {
      if (!Files.isDirectory(rootfs.resolve(point), LinkOption.NOFOLLOW_LINKS)) {
        throw RootfsImage.refused(rootfs, "its mount point /" + point + " is missing");
      }
    }
    String pinned = manifest.manifest();
    if (pinned == null) {
      throw RootfsImage.refused(folder, "image.json pins no manifest; build the image again");
    }
    RootfsManifest.load(folder.resolve("rootfs.sha256"), pinned).verify(rootfs);
    return new ImageFolder(new RootfsImage(rootfs, manifest.digest(), manifest.entrypoint()),
        manifest.probeEntrypoint());
  }

  /// The image whose program is the agent.
  public RootfsImage agent() {
    return agent;
  }

  /// The same image with the escape probes as its program.
  public RootfsImage probes() {
    if (probes == null) {
      throw RootfsImage.refused(agent.rootfs(), "image.json names no probeEntrypoint");
    }
    return new RootfsImage(agent.rootfs(), agent.digest(), probes);
  }

  private static Manifest manifest(Path file) {
    try {
      return OciJson.read(Files.readAllBytes(file), Manifest.class);
    } catch (IOException | JacksonException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "load image: " + file + " can't be read; build the image or set its folder", e);
    }
  }

  private static void refuseSharedWrite(Path folder) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
      if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw RootfsImage.refused(folder, "group or others may write it; chmod go-w");
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "load image: " + folder + " can't be read", e);
    }
  }
}
