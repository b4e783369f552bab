package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same folder is the same bytes, whoever writes them and when.
final class RootfsTarTest {
  @TempDir
  Path folder;

  @Test
  void saysNothingOfWhoWroteItOrWhen() throws IOException {
    Path file = Files.writeString(Files.createDirectory(folder.resolve("tmp")).resolve("file"), "x");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("tmp/file"));
    byte[] first = tar();
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(7)));

    assertThat(tar()).isEqualTo(first);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(first))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.getUserName() + entry.getGroupName()).as(entry.getName()).isEmpty();
        assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
      }
    }
  }

  private byte[] tar() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RootfsTar.write(folder, out);
    return out.toByteArray();
  }
}
