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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The box's root filesystem as a directory, with its digest and its entry point, as `image.json` beside it says.
///
/// @param digest `sha256:…` of the image's tar
/// @param entrypoint argument list inside the image, absolute program first
public record RootfsImage(Path rootfs, String digest, List<String> entrypoint) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /// The runtime mounts on these. A missing one would be created in the image by a privileged process at launch.
  static final List<String> MOUNT_POINTS = List.of("proc", "sys", "dev", "tmp", "run/ironclaw", "workspace");

  /// What `image.json` holds.
  ///
  /// @param manifest `sha256:…` of `rootfs.sha256` beside it, see [RootfsManifest]
  /// @param probeEntrypoint the same runtime with the escape probes for a program; empty in an image that has none
  record Manifest(String digest, @Nullable String manifest, List<String> entrypoint,
      @Nullable List<String> probeEntrypoint) {}

  public RootfsImage {
    entrypoint = List.copyOf(entrypoint);
    if (!DIGEST.matcher(digest).matches()) {
      throw refused(rootfs, "its digest is not sha256 and 64 hexadecimal digits");
    }
    if (entrypoint.isEmpty() || !entrypoint.getFirst().startsWith("/")) {
      throw refused(rootfs, "its entry point does not begin with an absolute program");
    }
  }

  /// Loads the image in a folder that holds `image.json` and `rootfs/`. Refuses one that another user could have
  /// changed, and one of whose files any byte or right differs from what the build wrote. Reads every file once.
  public static RootfsImage load(Path folder) {
    Manifest manifest = manifest(folder.resolve("image.json"));
    return checked(folder, manifest, manifest.entrypoint());
  }

  /// The same image with the escape probes as its program.
  public static RootfsImage loadProbes(Path folder) {
    Manifest manifest = manifest(folder.resolve("image.json"));
    List<String> probes = manifest.probeEntrypoint();
    if (probes == null) {
      throw refused(folder, "image.json names no probeEntrypoint");
    }
    return checked(folder, manifest, probes);
  }

  private static RootfsImage checked(Path folder, Manifest manifest, List<String> entrypoint) {
    Path rootfs = folder.toAbsolutePath().normalize().resolve("rootfs");
    if (!Files.isDirectory(rootfs, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(rootfs, "it is not a directory");
    }
    refuseSharedWrite(folder);
    refuseSharedWrite(rootfs);
    for (String point : MOUNT_POINTS) {
      if (!Files.isDirectory(rootfs.resolve(point), LinkOption.NOFOLLOW_LINKS)) {
        throw refused(rootfs, "its mount point /" + point + " is missing");
      }
    }
    String pinned = manifest.manifest();
    if (pinned == null) {
      throw refused(folder, "image.json pins no manifest; build the image again");
    }
    RootfsManifest.load(folder.resolve("rootfs.sha256"), pinned).verify(rootfs);
    return new RootfsImage(rootfs, manifest.digest(), entrypoint);
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
        throw refused(folder, "group or others may write it; chmod go-w");
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "load image: " + folder + " can't be read", e);
    }
  }

  static IronclawException refused(Path what, String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "load image " + what + ": " + why);
  }
}
