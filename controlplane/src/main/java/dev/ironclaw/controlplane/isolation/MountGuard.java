package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps a mount from being a door. A guest may connect to any host socket in a mount, so a folder that holds a socket,
/// a FIFO, a device or a hard link to somewhere else is never mounted. A symbolic link is harmless here: the guest
/// resolves it inside the box, and the host follows none.
final class MountGuard {
  static final int ENTRY_LIMIT = 200_000;

  private final List<Path> bases;

  /// @param bases the only folders below which anything may be mounted, resolved
  MountGuard(List<Path> bases) {
    this.bases = List.copyOf(bases);
  }

  /// Fails with `WEAK_SPEC` naming the path that may not be mounted.
  void check(Path folder) {
    canonical(folder);
    int[] seen = {0};
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          if (++seen[0] > ENTRY_LIMIT) {
            throw refused(folder, "it holds more than " + ENTRY_LIMIT + " entries");
          }
          offence(file).ifPresent(why -> {
            throw refused(file, why);
          });
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.WEAK_SPEC, "mount " + folder + ": it can't be searched for sockets", e);
    }
  }

  /// Below a base, with no link on the way.
  void canonical(Path folder) {
    try {
      if (!folder.toRealPath().equals(folder) || bases.stream().noneMatch(base -> isBelow(folder, base))) {
        throw refused(folder, "it is not a plain folder below one of " + bases);
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.WEAK_SPEC, "mount " + folder + ": it can't be resolved", e);
    }
  }

  private static boolean isBelow(Path folder, Path base) {
    return folder.startsWith(base) && !folder.equals(base);
  }

  /// Why a file may not lie in a mount; empty for one that may, or that is gone.
  static Optional<String> offence(Path file) {
    try {
      Map<String, Object> found = Files.readAttributes(file, "unix:mode,nlink", LinkOption.NOFOLLOW_LINKS);
      int type = (Integer) found.getOrDefault("mode", 0) & 0170000;
      int links = (Integer) found.getOrDefault("nlink", 1);
      return switch (type) {
        case 0140000 -> Optional.of("it is a socket");
        case 0010000 -> Optional.of("it is a FIFO");
        case 0020000, 0060000 -> Optional.of("it is a device");
        case 0100000 -> links > 1 ? Optional.of("it has " + links + " hard links") : Optional.empty();
        default -> Optional.empty();
      };
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("it can't be examined");
    }
  }

  private static IronclawException refused(Path what, String why) {
    return new IronclawException(ErrorCode.WEAK_SPEC, "mount " + what + ": " + why + "; remove it and start again");
  }
}
