package dev.ironclaw.desktop.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bound of the log's file.
class LogFileTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void goesOnWithinItsBoundWhereItCannotBePutAside() throws IOException {
    Path file = folder.resolve("app.log");
    Files.createFile(folder.resolve("app.log.1"));
    Files.createDirectories(folder.resolve("app.log.2/in-the-way"));
    try (LogFile log = new LogFile(file, 10, 2)) {
      log.append("first ok\n");
      log.append("second\n");
      log.append("3\n");
    }
    assertThat(Files.readString(file)).isEqualTo("second\n3\n");
  }
}
