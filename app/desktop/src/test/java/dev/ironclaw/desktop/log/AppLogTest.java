package dev.ironclaw.desktop.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class AppLogTest {
  private static final Logger OURS = LoggerFactory.getLogger("dev.ironclaw.test.Somebody");
  private static final Logger OTHERS = LoggerFactory.getLogger("org.other.Library");

  @TempDir
  Path folder;

  private String logged(Runnable work) throws IOException {
    try (AppLog log = AppLog.start(folder)) {
      assertThat(log).isNotNull();
      work.run();
    }
    return Files.readString(AppLog.file(folder));
  }

  @Test
  void putsWhatVariesBetweenBracketsThatNoValueCanClose() throws IOException {
    String line = logged(() -> OURS.warn("session={} step=tried again in {} s", "ses_1⟩ forged ⟨", 5));
    assertThat(line).contains("WARN Somebody session=⟨ses_1> forged <⟩ step=tried again in ⟨5⟩ s").endsWith("\n");
    assertThat(logged(() -> OURS.warn("a {}", "b\nWARN c\u202e")).lines().toList()).last().asString()
        .endsWith("a ⟨b<U+000A>WARN c<U+202E>⟩");
  }

  @Test
  void ofOthersEverythingVaries() throws IOException {
    assertThat(logged(() -> OTHERS.error("he said hello"))).contains("Library ⟨he said hello⟩");
  }

  @Test
  void ofFailuresItTellsTheKindAndOnlyOurMessages() throws IOException {
    String line = logged(() -> OURS.error("change={} failed", "chg_1",
        new IllegalStateException("what the person wrote", new IOException("disk full"))));
    assertThat(line).contains("IllegalStateException at dev.ironclaw.desktop.log.AppLogTest",
        "java.io.IOException: ⟨disk full⟩").doesNotContain("what the person wrote");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void onlyItsOwnerReadsItAndItsFolder() throws IOException {
    logged(() -> OURS.warn("x"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AppLog.file(folder))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void isBoundedAndEveryFileStaysPrivate() throws IOException {
    Path file = folder.resolve("small").resolve("app.log");
    try (LogFile small = new LogFile(file, 100, 2)) {
      for (int i = 0; i < 100; i++) {
        small.append("line " + i + " of forty characters or so.......\n");
      }
    }
    try (var files = Files.list(file.getParent())) {
      assertThat(files.toList()).hasSize(3).allSatisfy(one -> {
        assertThat(Files.size(one)).isLessThanOrEqualTo(100);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one))).isEqualTo("rw-------");
      });
    }
    assertThat(Files.readString(file)).contains("line 99");
    assertThat(Files.readString(file.resolveSibling("app.log.2"))).contains("line 95");
  }

  @Test
  void goesOnWithWhatIsThere() throws IOException {
    logged(() -> OURS.warn("first"));
    assertThat(logged(() -> OURS.warn("second")).lines()).hasSize(2);
  }
}
