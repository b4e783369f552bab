package dev.ironclaw.controlplane.project;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many bytes lie in a tree of files that nobody works in any more, following no link. For people: what can't be looked
/// at counts nothing.
final class TreeSize {
  private static final Logger LOG = LoggerFactory.getLogger(TreeSize.class);
  /// More than a job may leave.
  private static final int MOST_ENTRIES = 1_000_000;

  private TreeSize() {}

  /// 0 where there is none.
  static long of(Path top) {
    Deque<Path> left = new ArrayDeque<>();
    if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
      left.add(top);
    }
    long bytes = 0;
    int entries = 0;
    while (!left.isEmpty() && entries < MOST_ENTRIES) {
      try (DirectoryStream<Path> folder = Files.newDirectoryStream(left.remove())) {
        for (Path entry : folder) {
          entries++;
          BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class,
              LinkOption.NOFOLLOW_LINKS);
          if (found.isDirectory()) {
            left.add(entry);
          } else {
            bytes += found.size();
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        LOG.debug("step=count a folder of {} can't be looked at", top, e);
      }
    }
    return bytes;
  }
}
