package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PatientOpeningTest {
  private final Semaphore room = new Semaphore(2);

  @TempDir
  Path folder;

  private Optional<SeekableByteChannel> open(SecureDirectoryStream<Path> secure, String name, Duration patience)
      throws IOException {
    return PatientOpening.open(secure, Path.of(name), patience, room);
  }

  @Test
  void hangsForFewAndGoesOnWhenTheyHaveEnded() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", "pipe").directory(folder.toFile()).start().waitFor()).isZero();
    Files.writeString(folder.resolve("file"), "x");
    Duration soon = Duration.ofMillis(20);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      SecureDirectoryStream<Path> secure = (SecureDirectoryStream<Path>) stream;
      try {
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> open(secure, "pipe", soon)).isInstanceOf(PatientOpening.Hangs.class);
        }
        assertThatThrownBy(() -> open(secure, "pipe", soon)).isInstanceOf(PatientOpening.Full.class);
      } finally {
        endOpenings();
      }
      open(secure, "file", Duration.ofSeconds(30)).orElseThrow().close();
    }
  }

  /// A pipe with a writer opens.
  private void endOpenings() throws IOException, InterruptedException {
    try (FileChannel _ = FileChannel.open(folder.resolve("pipe"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(room.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
      room.release(2);
    }
  }
}
