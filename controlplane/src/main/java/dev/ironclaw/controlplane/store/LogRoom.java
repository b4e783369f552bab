package dev.ironclaw.controlplane.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes the log larger ahead of the commits: a sync costs about half where it need not record a new length of the file
/// too. SQLite takes the zeros for the end of the log, as it does what an earlier round left there.
final class LogRoom {
  static final int STEP = 1 << 20;
  /// A checkpoint comes at this length, and the log begins again at its start.
  private static final long ENOUGH = LogFrames.HEADER + (long) LogFrames.FRAME * Connections.CHECKPOINT_PAGES;

  private final Path log;
  private long reserved;

  LogRoom(Path log) {
    this.log = log;
  }

  /// Call it after a commit, in its turn: nothing may be appended meanwhile.
  void keepAhead() {
    try {
      long size = Files.size(log);
      if (size > reserved && size < ENOUGH) {
        reserve(size, (int) Math.min(STEP, ENOUGH - size));
      }
    } catch (IOException e) {
      // silent-ok: the commit is on disk; without room the next ones are only slower
      reserved = Long.MAX_VALUE;
    }
  }

  private void reserve(long size, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(bytes);
      while (zeros.hasRemaining()) {
        channel.write(zeros, size + zeros.position());
      }
    }
    reserved = size + bytes;
  }
}
