package dev.ironclaw.controlplane.project;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many bytes lie in a tree of files that a job has left, following no link. For people: what can't be looked at, lies
/// too deep or is too much counts nothing. However the tree is made, only the folders down to the one that is looked at are
/// open, and nothing else of it is in memory.
final class TreeSize {
  private static final Logger LOG = LoggerFactory.getLogger(TreeSize.class);
  /// So many jobs together stay a number; a file of holes alone may be larger.
  static final long MOST_BYTES = 1L << 50;

  private final int mostFolders;
  private int left;
  private long bytes;

  private TreeSize(int mostEntries, int mostFolders) {
    this.left = mostEntries;
    this.mostFolders = mostFolders;
  }

  /// 0 where there is none.
  ///
  /// @param parent a folder of the host alone
  static long of(Path parent, Path name) {
    return of(parent, name, 1_000_000, 64);
  }

  /// @param mostEntries files and folders
  /// @param mostFolders in each other
  static long of(Path parent, Path name, int mostEntries, int mostFolders) {
    TreeSize size = new TreeSize(mostEntries, mostFolders);
    try (OpenFolder open = OpenFolder.of(parent)) {
      size.count(open, name, 0);
    } catch (IOException e) {
      LOG.debug("step=count {} can't be looked at", parent, e);
    }
    return size.bytes;
  }

  private void count(OpenFolder parent, Path name, int depth) {
    try {
      BasicFileAttributes found = parent.attributes(name);
      if (!found.isDirectory()) {
        bytes = Math.min(MOST_BYTES, bytes + Math.min(MOST_BYTES, found.size()));
      } else if (depth < mostFolders) {
        try (OpenFolder folder = parent.below(name)) {
          for (Path entry : folder.handle()) {
            left--;
            if (left < 0) {
              return;
            }
            count(folder, Objects.requireNonNull(entry.getFileName()), depth + 1);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // silent-ok: it counts nothing
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("step=count a part of {} can't be looked at", parent.shown(), e);
    }
  }
}
