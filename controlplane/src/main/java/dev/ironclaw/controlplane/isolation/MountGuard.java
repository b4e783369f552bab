package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps a mount from being a door. A guest may connect to any host socket in a mount, so a folder that holds a socket,
/// a FIFO, a device or a hard link to somewhere else is never mounted. A symbolic link is harmless here: the guest
/// resolves it inside the box, and the host follows none.
final class MountGuard {
  static final int ENTRY_LIMIT = 200_000;

  private final List<Path> bases;
  private final MountPolicy policy;
  private final RunMode mode;

  /// @param bases the only folders below which a workspace or a socket folder lies, resolved
  /// @param policy for folders of this machine
  MountGuard(List<Path> bases, MountPolicy policy, RunMode mode) {
    this.bases = List.copyOf(bases);
    this.policy = policy;
    this.mode = mode;
  }

  /// One of our own folders. Fails with `WEAK_SPEC` naming the path that may not be mounted, and with
  /// `RUNTIME_UNAVAILABLE` where it can't be looked at: nobody has seen an offence then, and a later try may succeed.
  void check(Path folder) {
    canonical(folder);
    search(folder, false);
  }

  /// A folder of this machine.
  ///
  /// @return what it is, whatever has its path later
  FolderIdentity check(SandboxSpec.Mount mount) {
    unmountable(mount).ifPresent(why -> {
      throw new IronclawException(ErrorCode.WEAK_SPEC, "mount " + mount.folder() + ": " + why);
    });
    FolderIdentity identity = FolderIdentity.of(mount.folder());
    search(mount.folder(), true);
    return identity;
  }

  /// Why this folder of the machine can't be mounted as it is now, short of searching it.
  Optional<String> unmountable(SandboxSpec.Mount mount) {
    Path folder = mount.folder();
    return policy.objection(folder).or(() -> {
      try {
        Path real = folder.toRealPath();
        if (!real.equals(folder)) {
          return Optional.of(folder + " leads over a link to " + real + "; name that one");
        }
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) ? inaccessible(mount) : missing(folder);
      } catch (NoSuchFileException e) {
        return missing(folder);
      } catch (IOException e) {
        return Optional.of(folder + " can't be looked at: " + e.getMessage());
      }
    });
  }

  private boolean isGuest(@Nullable Object id) {
    return Integer.valueOf(mode.guest()).equals(id);
  }

  private static Optional<String> missing(Path folder) {
    return Optional.of("there is no folder " + folder + "; make it first");
  }

  /// A box that could do nothing with it has been given nothing.
  private Optional<String> inaccessible(SandboxSpec.Mount mount) throws IOException {
    Map<String, Object> found = Files.readAttributes(mount.folder(), "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    if (mode == RunMode.ROOTLESS) {
      return Files.isReadable(mount.folder()) && (!mount.writable() || Files.isWritable(mount.folder()))
          ? Optional.empty()
          : Optional.of("the user who runs the control plane may not open " + mount.folder());
    }
    int rights = (Integer) found.getOrDefault("mode", 0);
    int shift = isGuest(found.get("uid")) ? 6 : isGuest(found.get("gid")) ? 3 : 0;
    int wanted = mount.writable() ? 07 : 05;
    return (rights >> shift & wanted) == wanted
        ? Optional.empty()
        : Optional.of("a box is uid " + mode.guest() + ", which may not " + (mount.writable() ? "write to " : "read ")
            + mount.folder() + "; give it the folder (chown " + mode.guest() + ") or open it to others (chmod o+"
            + (mount.writable() ? "rwx" : "rx") + ")");
  }

  private static void search(Path folder, boolean noSecrets) {
    int[] seen = {0};
    try {
      Files.walkFileTree(folder, new BusyTree(folder) {
        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
          count();
          if (noSecrets && !dir.equals(folder) && MountPolicy.isSecret(String.valueOf(dir.getFileName()))) {
            throw refused(dir, "it is a folder of keys");
          }
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          count();
          offence(file).ifPresent(why -> {
            throw refused(file, why);
          });
          return FileVisitResult.CONTINUE;
        }

        private void count() {
          if (++seen[0] > ENTRY_LIMIT) {
            throw refused(folder, "it holds more than " + ENTRY_LIMIT + " entries");
          }
        }
      });
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "mount " + folder + ": it can't be searched for sockets, "
              + e + "; mend that or remove it",
          e);
    }
  }

  /// Below a base, with no link on the way.
  void canonical(Path folder) {
    try {
      if (!folder.toRealPath().equals(folder) || bases.stream().noneMatch(base -> isBelow(folder, base))) {
        throw refused(folder, "it is not a plain folder below one of " + bases);
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "mount " + folder + ": it can't be resolved", e);
    }
  }

  private static boolean isBelow(Path folder, Path base) {
    return folder.startsWith(base) && !folder.equals(base);
  }

  /// Why a file may not lie in a mount; empty for one that may, or that is gone.
  static Optional<String> offence(Path file) throws IOException {
    try {
      return FolderEntry.of(file).offence();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static IronclawException refused(Path what, String why) {
    return new IronclawException(ErrorCode.WEAK_SPEC, "mount " + what + ": " + why + "; remove it and start again");
  }
}
