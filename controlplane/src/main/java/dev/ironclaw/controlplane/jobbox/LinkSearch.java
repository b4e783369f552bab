package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/// Looks for files that have another name outside the folder: whoever writes to one writes there too. Files all of whose
/// names lie in the folder are what compilers and package managers leave.
final class LinkSearch {
  private static final int MOST = 1_000_000;

  private LinkSearch() {}

  /// One file with several names.
  private static final class Linked {
    private final Path first;
    private final int names;
    private int found;

    Linked(Path first, int names) {
      this.first = first;
      this.names = names;
    }
  }

  /// Fails with `WEAK_SPEC` naming one.
  static void refuseLinksOut(Path folder) {
    Map<Object, Linked> linked = new HashMap<>();
    int[] seen = {0};
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          if (++seen[0] > MOST) {
            throw BoundFolder.refused(folder, "it holds more than " + MOST + " files");
          }
          Object key = attributes.fileKey();
          if (attributes.isRegularFile() && key != null) {
            int names = (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            if (names > 1) {
              linked.computeIfAbsent(key, _ -> new Linked(file, names)).found++;
            }
          }
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "bind " + folder + ": it can't be searched for links, " + e + "; mend that, and start the job again", e);
    }
    linked.values().stream().filter(file -> file.found < file.names).findFirst().ifPresent(file -> {
      throw BoundFolder.refused(file.first, "this file has another name outside " + folder
          + " (a hard link), so a job that writes to it would write there; copy it");
    });
  }
}
