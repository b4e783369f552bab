package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// How much may lie in a workspace.
///
/// @param bytes over all files, by their lengths: a file with holes counts whole
/// @param entries files, folders and links
public record Quota(long bytes, long entries) {
  public static final Quota DEFAULT = new Quota(1L << 30, 20_000);

  /// Whether that is more.
  public boolean isOver(Usage usage) {
    return usage.bytes() > bytes || usage.entries() > entries;
  }

  /// Looks at all that lies there, links themselves and not what they lead to, until it is too much.
  public Usage measure(Path folder) {
    long[] found = new long[2];
    try {
      Files.walkFileTree(folder, new BusyTree(folder) {
        @Override
        public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
          return count(inner.equals(folder) ? 0 : 1, 0);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          return count(1, attributes.isRegularFile() ? attributes.size() : 0);
        }

        private FileVisitResult count(int entry, long size) {
          found[1] += entry;
          found[0] += size;
          return isOver(new Usage(found[0], found[1])) ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "measure workspace " + folder + ": it can't be read",
          e);
    }
    return new Usage(found[0], found[1]);
  }

  /// For people.
  public String words(Usage usage) {
    return mib(usage.bytes()) + " of " + mib(bytes) + " MiB, " + usage.entries() + " of " + entries + " entries";
  }

  private static String mib(long bytes) {
    return String.valueOf((bytes + (1 << 20) - 1) >> 20);
  }

  /// What lies there.
  public record Usage(long bytes, long entries) {}
}
