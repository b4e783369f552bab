package dev.ironclaw.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSealsTest {
  @TempDir
  Path folder;

  @Test
  void thePageWhereSqliteKeepsItsLocksNeedsNoSealAndItsNeighboursDo() throws IOException {
    PageSeals seals = PageSeals.of(new byte[32], new byte[PageSeals.PAGE]);
    // Sparse: nothing of it but the last byte is on the disk.
    try (FileChannel file = FileChannel.open(folder.resolve("large.db"), StandardOpenOption.CREATE_NEW,
        StandardOpenOption.SPARSE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), (PageSeals.LOCK_PAGE + 1L) * PageSeals.PAGE - 1);
      int lock = PageSeals.LOCK_PAGE;
      assertThat(lock).isEqualTo(262_145);
      assertThat(seals.firstBroken(file, lock, lock)).isZero();
      assertThat(seals.firstBroken(file, lock - 1, lock)).isEqualTo(lock - 1);
      assertThat(seals.firstBroken(file, lock, lock + 1)).isEqualTo(lock + 1);
    }
  }
}
