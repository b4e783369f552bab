package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.FolderIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A folder of this machine as it was when it was chosen: an engine binds whatever has the path later, so what a container
/// has is compared with this.
///
/// @param target where the container has it
/// @param identity which folder it is, whatever its path
record BoundFolder(Path path, String target, boolean writable, FolderIdentity identity) {
  /// Opens it step by step from its base, following no link, and keeps which one it was.
  ///
  /// @param bases the folders below which it must lie, resolved, and nobody else's to replace
  /// @param guest to whom the folder itself is given where it may write
  static BoundFolder open(Path path, String target, boolean writable, List<Path> bases, int guest) {
    Path base = bases.stream().filter(each -> path.startsWith(each) && !path.equals(each)).findFirst()
        .filter(_ -> path.normalize().equals(path))
        .orElseThrow(() -> refused(path, "it is not a plain path below one of " + bases));
    try (DirectoryStream<Path> top = Files.newDirectoryStream(base)) {
      if (!(top instanceof SecureDirectoryStream<Path> secure)) {
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
            "bind " + path + ": this system opens no folder by handle; run jobs on Linux");
      }
      Object key = descend(secure, path, base.getNameCount(), writable ? guest : 0);
      FolderIdentity identity = FolderIdentity.of(path);
      if (!key.equals(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey())) {
        throw refused(path, "it was replaced while it was opened");
      }
      return new BoundFolder(path, target, writable, identity);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.WEAK_SPEC,
          "bind " + path + ": it is no folder, or leads over a link (" + e + "); name the folder itself", e);
    }
  }

  private static Object descend(SecureDirectoryStream<Path> folder, Path path, int step, int guest) throws IOException {
    try (SecureDirectoryStream<Path> next = folder.newDirectoryStream(path.getName(step), LinkOption.NOFOLLOW_LINKS)) {
      return step + 1 < path.getNameCount() ? descend(next, path, step + 1, guest) : reached(next, guest);
    }
  }

  private static Object reached(SecureDirectoryStream<Path> folder, int guest) throws IOException {
    if (guest != 0) {
      give(folder, guest);
    }
    @Nullable
    Object key = folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
    if (key == null) {
      throw new IOException("its filesystem gives folders no identity");
    }
    return key;
  }

  /// Only the folder itself: what lies in it was put there for the guest, or is the guest's.
  private static void give(SecureDirectoryStream<Path> folder, int guest) throws IOException {
    PosixFileAttributeView view = folder.getFileAttributeView(PosixFileAttributeView.class);
    var lookup = Path.of("/").getFileSystem().getUserPrincipalLookupService();
    var wanted = lookup.lookupPrincipalByName(Integer.toString(guest));
    if (!view.readAttributes().owner().equals(wanted)) {
      view.setOwner(wanted);
      view.setGroup(lookup.lookupPrincipalByGroupName(Integer.toString(guest)));
    }
  }

  /// Whether its path still leads to it.
  boolean isInPlace() {
    try {
      return FolderIdentity.of(path).equals(identity);
    } catch (IronclawException e) {
      // silent-ok: that it does not is the answer
      return false;
    }
  }

  /// As it is kept with the container.
  String label() {
    return identity.device() + ":" + identity.inode() + ":" + (writable ? "rw" : "ro") + ":" + path;
  }

  /// The folder that a container was made with; empty where the words are none of ours.
  static Optional<BoundFolder> ofLabel(String target, @Nullable String label) {
    String[] parts = label == null ? new String[0] : label.split(":", 4);
    try {
      return parts.length < 4
          ? Optional.empty()
          : Optional.of(new BoundFolder(Path.of(parts[3]), target, parts[2].equals("rw"),
              new FolderIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]))));
    } catch (NumberFormatException e) {
      // silent-ok: that it is none of ours is the answer
      return Optional.empty();
    }
  }

  static IronclawException refused(Path what, String why) {
    return new IronclawException(ErrorCode.WEAK_SPEC, "bind " + what + ": " + why + "; the job was not started");
  }
}
