package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRotationTest {
  private static final AuditSettings SMALL = AuditSettings.DEFAULT.withSegmentBytes(2_000);

  @TempDir
  Path folder;

  private static AuditEvent event(int number) {
    return new AuditEvent("submit", "chg_" + number, "persona", "operator", "detail of " + number);
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).filter(AuditFormat::isSegment).sorted().toList();
    }
  }

  @Test
  void aFullFileEndsWithACheckpointAndTheChainGoesOnInTheNext() throws IOException {
    try (LogFolder log = LogFolder.open(folder, SMALL)) {
      for (int i = 0; i < 30; i++) {
        log.audit.record(event(i));
      }
    }
    assertThat(segments()).hasSizeGreaterThan(4);
    for (String segment : segments()) {
      List<String> lines = Files.readAllLines(folder.resolve(segment));
      assertThat(lines.getLast()).contains("\"sig\":");
      assertThat(lines.getFirst()).contains("\"seq\":" + AuditFormat.firstSeq(segment) + ",");
    }
    assertThat(AuditVerifier.verify(folder)).isInstanceOfSatisfying(AuditVerdict.Intact.class,
        intact -> assertThat(intact.entries()).isEqualTo(30));
    try (LogFolder log = LogFolder.open(folder, SMALL)) {
      assertThat(log.audit.fault()).isEmpty();
      assertThat(log.audit.newest(100)).extracting(AuditRecord::event)
          .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1).limit(30).map(AuditRotationTest::event).toList());
    }
  }

  @Test
  void rotatesByCommandAndSaysWho() throws IOException {
    try (LogFolder log = LogFolder.open(folder, AuditSettings.DEFAULT)) {
      log.audit.record(event(1));
      assertThat(log.audit.rotate("local")).isEqualTo(AuditFormat.segment(3));
      log.audit.record(event(2));
      assertThat(log.audit.newest(2).getFirst().event().actor()).isEqualTo("local");
    }
    assertThat(segments()).containsExactly(AuditFormat.segment(1), AuditFormat.segment(3));
    assertThat(AuditVerifier.verify(folder)).isInstanceOf(AuditVerdict.Intact.class);
  }

  @Test
  void aCheckpointComesAtLeastEveryThousandLines() throws IOException {
    try (LogFolder log = LogFolder.open(folder, AuditSettings.DEFAULT)) {
      log.audit.<Boolean>write(transaction -> {
        for (int i = 0; i < 2_500; i++) {
          transaction.audit(event(i));
        }
        return true;
      });
      List<String> lines = Files.readAllLines(folder.resolve(AuditFormat.segment(1)));
      assertThat(lines.get(999)).contains("\"sig\":");
      assertThat(lines.get(1_999)).contains("\"sig\":");
      assertThat(lines.stream().filter(line -> line.contains("\"sig\":"))).hasSize(2);
    }
  }

  @Test
  void aCheckpointComesAfterAWhileOfTraffic() throws IOException {
    // Due at once: the close that follows waits for the thread that writes it.
    AuditSettings soon = AuditSettings.DEFAULT.withTimes(Duration.ZERO, Duration.ofMinutes(1));
    try (LogFolder log = LogFolder.open(folder, soon)) {
      log.audit.record(event(1));
    }
    List<String> lines = Files.readAllLines(folder.resolve(AuditFormat.segment(1)));
    assertThat(lines.getLast()).contains("\"sig\":");
    assertThat(lines.stream().filter(line -> line.contains("\"sig\":"))).as("and no second one at stop").hasSize(1);
  }

  @Test
  void anOldFileThatIsCutGrownRemovedOrInventedIsAFaultAtStart() throws IOException {
    try (LogFolder log = LogFolder.open(folder, SMALL)) {
      for (int i = 0; i < 30; i++) {
        log.audit.record(event(i));
      }
    }
    String second = segments().get(1);
    byte[] content = Files.readAllBytes(folder.resolve(second));
    Files.write(folder.resolve(second), java.util.Arrays.copyOf(content, content.length - 10));
    assertThat(fault()).contains(second + " was cut");
    Files.write(folder.resolve(second), java.util.Arrays.copyOf(content, content.length + 10));
    assertThat(fault()).contains("ahead of the database");
    Files.delete(folder.resolve(second));
    assertThat(fault()).contains(second + " is gone");
    Files.write(folder.resolve(second), content);
    Files.write(folder.resolve(AuditFormat.segment(900)), content);
    assertThat(fault()).contains("ahead of the database");
    Files.delete(folder.resolve(AuditFormat.segment(900)));
    assertThat(fault()).isEmpty();
  }

  private String fault() {
    try (LogFolder log = LogFolder.open(folder, SMALL)) {
      return log.audit.fault().orElse("");
    }
  }

  @Test
  void noEffectIsAheadOfItsEntryWhicheverCallOfARotationFails() throws IOException {
    FakeDisk disk = new FakeDisk();
    int failed = 0;
    for (int nth = 1; nth <= 20; nth++) {
      Path here = Files.createDirectory(folder.resolve("fault-" + nth));
      try (LogFolder log = LogFolder.open(here, Clock.systemUTC(), AuditSettings.DEFAULT, disk)) {
        log.audit.record(event(1));
        disk.fail(nth, 1);
        try {
          log.audit.rotate("local");
        } catch (IronclawException e) {
          failed++;
        }
        disk.heal();
        log.audit.record(event(2));
        assertThat(AuditVerifier.verify(here)).as("a fault at call " + nth + " of " + disk.steps())
            .isInstanceOfSatisfying(AuditVerdict.Intact.class, intact -> assertThat(intact.entries()).isEqualTo(3));
      }
    }
    assertThat(failed).isGreaterThanOrEqualTo(6);
  }

  @Test
  void aKillAnywhereInARotationIsReplayedAtOpen() throws IOException {
    FakeDisk disk = new FakeDisk();
    for (int nth = 1; nth <= 14; nth++) {
      Path here = Files.createDirectory(folder.resolve("kill-" + nth));
      LogFolder killed = LogFolder.open(here, Clock.systemUTC(), AuditSettings.DEFAULT, disk);
      killed.audit.record(event(1));
      disk.fail(nth, Integer.MAX_VALUE - nth);
      try {
        killed.audit.rotate("local");
      } catch (IronclawException e) {
        assertThat(e).hasMessageContaining("record in audit log");
      }
      killed.close();
      disk.heal();
      try (LogFolder log = LogFolder.open(here, Clock.systemUTC(), AuditSettings.DEFAULT, disk)) {
        assertThat(log.audit.fault()).as("killed at call " + nth).isEmpty();
        assertThat(AuditVerifier.verify(here)).isInstanceOf(AuditVerdict.Intact.class);
        assertThat(log.audit.newest(10)).extracting(entry -> entry.event().kind()).contains("persona", "rotate");
      }
    }
  }

  @Test
  void aFolderOfTheFirstFormIsRefusedWithWords() throws IOException {
    Files.writeString(folder.resolve("audit.jsonl"), "");
    assertThatThrownBy(() -> LogFolder.open(folder, AuditSettings.DEFAULT)).hasMessageContaining("never released");
    Files.delete(folder.resolve("audit.jsonl"));
  }
}
