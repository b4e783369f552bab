package dev.ironclaw.controlplane.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An empty file `<file>-open` that says: commits lie in the log alone, so a log that is missing was taken away.
///
/// It is made when the log's name is durable, and removed, durably, when all commits are in the file and before SQLite
/// removes the log. So at no moment can a crash leave the mark without the log.
final class OpenMark {
  private final Path file;
  private final Path mark;

  OpenMark(Path file) {
    this.file = file;
    this.mark = of(file);
  }

  static Path of(Path file) {
    return file.resolveSibling(file.getFileName() + "-open");
  }

  /// The log must be there: a first read of the connection makes it.
  void set() throws IOException {
    try (FileChannel log = FileChannel.open(Integrity.log(file), StandardOpenOption.WRITE)) {
      log.force(true);
    }
    // Twice: a power cut may keep either of two entries that one sync covers.
    PrivateFiles.syncFolder(mark);
    PrivateFiles.createFile(mark);
    PrivateFiles.syncFolder(mark);
  }

  /// Call it when no commit is in the log alone.
  void remove() throws IOException {
    if (Files.deleteIfExists(mark)) {
      PrivateFiles.syncFolder(mark);
    }
  }
}
