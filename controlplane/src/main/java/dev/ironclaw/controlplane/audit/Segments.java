package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The log's files in their folder, one of them open for writing. Not for several threads.
final class Segments implements AutoCloseable {
  private final Path folder;
  private final LogFile.Opener opener;
  private long first;
  private @Nullable LogFile open;

  Segments(Path folder, LogFile.Opener opener) {
    this.folder = folder;
    this.opener = opener;
  }

  /// The file that begins with this line; made where there is none.
  LogFile open(long firstSeq) throws IOException {
    LogFile known = open;
    if (known != null && first == firstSeq) {
      return known;
    }
    opener.create(path(firstSeq));
    LogFile next = opener.open(path(firstSeq));
    close();
    open = next;
    first = firstSeq;
    return next;
  }

  boolean exists(long firstSeq) {
    return Files.isRegularFile(path(firstSeq));
  }

  long size(long firstSeq) throws IOException {
    return Files.size(path(firstSeq));
  }

  /// First seqs of all files that have a segment's name, rising.
  List<Long> onDisk() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).filter(AuditFormat::isSegment)
          .map(AuditFormat::firstSeq).sorted().toList();
    }
  }

  private Path path(long firstSeq) {
    return folder.resolve(AuditFormat.segment(firstSeq));
  }

  @Override
  public void close() throws IOException {
    LogFile known = open;
    open = null;
    if (known != null) {
      known.close();
    }
  }
}
