package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.HexFormat;
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
  /// @param workerEntrypoint the same with what works in containers of jobs
  /// @param spawnHelper `sha256:…` of [#spawnHelper]
  record Manifest(String digest, @Nullable String manifest, List<String> entrypoint,
      @Nullable List<String> probeEntrypoint, @Nullable List<String> workerEntrypoint,
      @Nullable String spawnHelper) {}

  private final RootfsImage agent;
  private final Manifest manifest;

  private ImageFolder(RootfsImage agent, Manifest manifest) {
    this.agent = agent;
    this.manifest = manifest;
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
    return new ImageFolder(new RootfsImage(rootfs, manifest.digest(), manifest.entrypoint()), manifest);
  }

  /// The image whose program is the agent.
  public RootfsImage agent() {
    return agent;
  }

  /// The same image with the escape probes as its program.
  public RootfsImage probes() {
    return with("probeEntrypoint", manifest.probeEntrypoint());
  }

  /// The same runtime and code with what works in a job's container as its program. It starts others, so it needs an image
  /// that has some.
  public RootfsImage worker() {
    RootfsImage worker = with("workerEntrypoint", manifest.workerEntrypoint());
    requireSpawnHelper(spawnHelper(worker));
    return worker;
  }

  /// What the runtime of [#worker] starts other programs by: beside the files of boxes, which have none of it. It goes to
  /// `/ironclaw/lib`.
  public static Path spawnHelper(RootfsImage worker) {
    return worker.rootfs().resolveSibling("jspawnhelper");
  }

  private void requireSpawnHelper(Path helper) {
    try {
      if (!Files.isRegularFile(helper, LinkOption.NOFOLLOW_LINKS)) {
        throw RootfsImage.refused(helper, "it is not there; build the image again");
      }
      refuseSharedWrite(helper);
      MessageDigest digest = Sha256.digest();
      digest.update(Files.readAllBytes(helper));
      if (!("sha256:" + HexFormat.of().formatHex(digest.digest())).equals(manifest.spawnHelper())) {
        throw RootfsImage.refused(helper, "it is not what image.json pins; build the image again");
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "load image: " + helper + " can't be read", e);
    }
  }

  private RootfsImage with(String name, @Nullable List<String> entrypoint) {
    if (entrypoint == null) {
      throw RootfsImage.refused(agent.rootfs(), "image.json names no " + name);
    }
    return new RootfsImage(agent.rootfs(), agent.digest(), entrypoint);
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
