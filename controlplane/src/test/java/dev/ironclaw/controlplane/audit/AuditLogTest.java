package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerdict.Intact;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final byte[] KEY = new byte[32];
  private static final byte[] SEED = "an Ed25519 seed has 32 bytes    ".getBytes(StandardCharsets.US_ASCII);
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00.123456789Z"), ZoneOffset.UTC);

  private static final String LOG = AuditFormat.segment(1);

  @TempDir
  Path folder;

  private final FakeDisk disk = new FakeDisk();
  private Database state;
  private AuditLog audit;

  @BeforeEach
  void open() {
    state = Database.open(folder.resolve("state.db"), KEY, StateSchema.current());
    openLog();
  }

  private void openLog() {
    audit = AuditLog.open(state, folder, SEED, KEY, CLOCK, AuditSettings.DEFAULT, disk);
  }

  private void reopenLog() {
    audit.close();
    openLog();
  }

  @AfterEach
  void close() {
    audit.close();
    state.close();
  }

  private static AuditEvent event(int number) {
    return new AuditEvent("submit", "chg_" + number, "persona", "operator", "detail of " + number);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private AuditVerdict verdict() throws IOException {
    return AuditVerifier.verify(folder);
  }

  private static void hasCode(Throwable thrown, ErrorCode code) {
    assertThat(thrown).isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aNewLogIsIntactAndEmpty() throws IOException {
    assertThat(verdict()).isEqualTo(new Intact(0, AuditFormat.NO_HASH, audit.keyFingerprint()));
    assertThat(audit.fault()).isEmpty();
  }

  @Test
  void recordedEventsVerifyOfflineAndReadBack() throws IOException {
    for (int i = 1; i <= 5; i++) {
      audit.record(event(i));
    }
    assertThat(verdict()).isInstanceOfSatisfying(Intact.class, intact -> assertThat(intact.entries()).isEqualTo(5));
    List<AuditRecord> newest = audit.newest(2);
    assertThat(newest).extracting(AuditRecord::event).containsExactly(event(4), event(5));
    assertThat(newest.getLast().time()).isEqualTo(Instant.parse("2026-11-20T10:00:00.123456Z"));
    assertThat(newest.getLast().hash()).isEqualTo(((Intact) verdict()).head());
    assertThat(audit.head().orElseThrow().hash()).isEqualTo(((Intact) verdict()).head());
  }

  @Test
  void theFileHoldsNoWordOfAnEvent() throws IOException {
    audit.record(event(1));
    assertThat(Files.readString(file(LOG))).doesNotContain("submit", "chg_1", "operator", "detail");
  }

  @Test
  void aTransitionThatIsRolledBackLeavesNoEntry() throws IOException {
    audit.record(event(1));
    assertThatThrownBy(() -> audit.write(transaction -> {
      transaction.audit(event(2));
      throw new IllegalArgumentException("no");
    })).isInstanceOf(IllegalArgumentException.class);
    audit.record(event(3));
    assertThat(audit.newest(10)).extracting(AuditRecord::seq).containsExactly(1L, 2L);
    assertThat(verdict()).isInstanceOf(Intact.class);
  }

  @Test
  void manyWritersMakeOneChain() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> works = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        works.add(() -> audit.write(transaction -> {
          transaction.audit(event(number));
          transaction.audit(event(number + 1_000));
          return true;
        }));
      }
      for (var done : threads.invokeAll(works)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(verdict()).isInstanceOfSatisfying(Intact.class, intact -> assertThat(intact.entries()).isEqualTo(400));
  }

  @Test
  void noEffectIsEverAheadOfItsEntryWhicheverCallFails() throws IOException {
    disk.fail(1, 0);
    audit.record(event(0));
    int steps = disk.calls();
    assertThat(steps).isGreaterThanOrEqualTo(4);
    int effects = 1;
    for (int nth = 1; nth <= steps; nth++) {
      disk.fail(nth, 1);
      try {
        audit.record(event(nth));
        effects++;
      } catch (IronclawException e) {
        hasCode(e, ErrorCode.AUDIT_UNAVAILABLE);
      }
      disk.heal();
      assertThat(Files.readAllLines(file(LOG)).size()).isGreaterThanOrEqualTo(effects);
      audit.record(event(1_000 + nth));
      effects++;
      assertThat(verdict()).as("after a fault at call " + nth).isInstanceOf(Intact.class);
    }
    assertThat(effects).isEqualTo(1 + steps);
  }

  @Test
  void aFullDiskStopsEverythingBeforeItHappensUntilThereIsRoom() throws IOException {
    disk.fail(1, Integer.MAX_VALUE - 1);
    assertThatThrownBy(() -> audit.record(event(1))).satisfies(e -> hasCode(e, ErrorCode.AUDIT_UNAVAILABLE));
    List<String> ran = new ArrayList<>();
    assertThatThrownBy(() -> audit.write(transaction -> ran.add("ran")))
        .satisfies(e -> hasCode(e, ErrorCode.AUDIT_UNAVAILABLE));
    assertThat(ran).isEmpty();
    disk.heal();
    audit.record(event(2));
    assertThat(audit.newest(10)).extracting(AuditRecord::event).containsExactly(event(1), event(2));
    assertThat(verdict()).isInstanceOfSatisfying(Intact.class, intact -> assertThat(intact.entries()).isEqualTo(2));
  }

  @Test
  void brakesGoOnAndTheirEntriesFollowLater() throws IOException {
    disk.fail(1, Integer.MAX_VALUE - 1);
    audit.recordBestEffort(event(1));
    audit.recordBestEffort(event(2));
    assertThat(Files.size(file(LOG))).isZero();
    disk.heal();
    audit.record(event(3));
    assertThat(verdict()).isInstanceOfSatisfying(Intact.class, intact -> assertThat(intact.entries()).isEqualTo(3));
  }

  @Test
  void aCrashAtAnyByteOfAnAppendIsReplayedAtOpen() throws IOException {
    audit.record(event(1));
    byte[] head = Files.readAllBytes(file(AuditFormat.HEAD_FILE));
    int before = (int) Files.size(file(LOG));
    audit.record(event(2));
    audit.close();
    byte[] full = Files.readAllBytes(file(LOG));
    for (int length = before; length <= full.length; length += 61) {
      Files.write(file(LOG), Arrays.copyOf(full, length));
      Files.write(file(AuditFormat.HEAD_FILE), head);
      openLog();
      assertThat(audit.fault()).as("cut at " + length).isEmpty();
      assertThat(Files.readAllBytes(file(LOG))).startsWith(full);
      assertThat(audit.newest(1).getFirst().event().kind()).as("said in the log").isEqualTo("replay");
      assertThat(verdict()).isInstanceOf(Intact.class);
      audit.close();
    }
    openLog();
  }

  @Test
  void theHeadIsOnDiskWithItsLineAndAfterIt() {
    audit.record(event(1));
    disk.fail(1, 0);
    audit.record(event(2));
    assertThat(disk.steps()).containsSubsequence("write " + LOG, "sync " + LOG, "write audit.head",
        "sync audit.head");
    assertThat(disk.steps().getLast()).isEqualTo("sync audit.head");
  }

  @Test
  void afterAFailedHeadNothingIsAppendedUntilItIsWritten() throws IOException {
    audit.record(event(1));
    disk.fail(4, 1);
    assertThatThrownBy(() -> audit.record(event(2))).satisfies(e -> hasCode(e, ErrorCode.AUDIT_UNAVAILABLE));
    assertThat(disk.steps().getLast()).isEqualTo("write audit.head");
    disk.fail(1, 0);
    audit.record(event(3));
    assertThat(disk.steps()).containsSubsequence("sync audit.head", "write " + LOG);
    assertThat(verdict()).isInstanceOf(Intact.class);
  }

  @Test
  void theHeadFollowsAfterEachGroupOfALongTransition() throws IOException {
    disk.fail(1, 0);
    audit.<Boolean>write(transaction -> {
      for (int i = 0; i <= AuditFormat.GROUP; i++) {
        transaction.audit(event(i));
      }
      return true;
    });
    assertThat(disk.steps().stream().filter(step -> !step.startsWith("size")).toList()).containsExactly(
        "write " + LOG, "sync " + LOG, "write audit.head", "sync audit.head",
        "write " + LOG, "sync " + LOG, "write audit.head", "sync audit.head");
    assertThat(verdict()).isInstanceOf(Intact.class);
  }

  @Test
  void aHeadThatIsOlderThanAKillLeavesItIsAFault() throws IOException {
    byte[] empty = Files.readAllBytes(file(AuditFormat.HEAD_FILE));
    audit.<Boolean>write(transaction -> {
      for (int i = 0; i <= AuditFormat.GROUP; i++) {
        transaction.audit(event(i));
      }
      return true;
    });
    assertThat(verdict()).isInstanceOf(Intact.class);
    audit.close();
    Files.write(file(AuditFormat.HEAD_FILE), empty);
    openLog();
    assertThat(audit.fault().orElseThrow()).contains("older head");
  }

  @Test
  void refusesToGoOnOverAnyByteThatWasChanged() throws IOException {
    for (int i = 1; i <= 3; i++) {
      audit.record(event(i));
    }
    audit.close();
    for (String name : List.of(LOG, AuditFormat.HEAD_FILE, AuditFormat.PUBLIC_KEY_FILE)) {
      byte[] content = Files.readAllBytes(file(name));
      for (int at = 0; at < content.length; at += 11) {
        byte[] changed = content.clone();
        changed[at] ^= 1;
        Files.write(file(name), changed);
        openLog();
        assertThat(audit.fault()).as(name + " at " + at).isPresent();
        assertThatThrownBy(() -> audit.record(event(9))).satisfies(e -> hasCode(e, ErrorCode.AUDIT_BROKEN));
        assertThat(Files.readAllBytes(file(name))).as("left as it was").isEqualTo(changed);
        audit.close();
      }
      Files.write(file(name), content);
      openLog();
      assertThat(audit.fault()).isEmpty();
      audit.close();
    }
    openLog();
  }

  @Test
  void aCutTailALongerFileAndAMissingFileAreFaults() throws IOException {
    audit.record(event(1));
    byte[] one = Files.readAllBytes(file(LOG));
    audit.record(event(2));
    audit.close();
    byte[] two = Files.readAllBytes(file(LOG));
    Files.write(file(LOG), one);
    openLog();
    assertThat(audit.fault().orElseThrow()).contains("was cut");
    Files.write(file(LOG), two);
    Files.write(file(LOG), one, StandardOpenOption.APPEND);
    reopenLog();
    assertThat(audit.fault().orElseThrow()).contains("ahead of the database");
    Files.delete(file(LOG));
    reopenLog();
    assertThat(audit.fault().orElseThrow()).contains("gone");
  }

  @Test
  void noticesAFileThatIsChangedReplacedOrRemovedWhileItIsOpen() throws IOException {
    audit.record(event(1));
    Files.writeString(file(LOG), "forged\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> audit.record(event(2))).satisfies(e -> hasCode(e, ErrorCode.AUDIT_BROKEN));
  }

  @Test
  void noticesAFileThatIsRemovedWhileItIsOpen() throws IOException {
    audit.record(event(1));
    Files.delete(file(LOG));
    assertThatThrownBy(() -> audit.record(event(2))).satisfies(e -> hasCode(e, ErrorCode.AUDIT_UNAVAILABLE));
  }

  @Test
  void aRowOfTheChainCannotBeChangedOrRemoved() {
    audit.record(event(1));
    for (String sql : List.of("DELETE FROM audit_log", "UPDATE audit_log SET hash = ''")) {
      assertThatThrownBy(() -> state.write(connection -> {
        try (var statement = connection.createStatement()) {
          return statement.executeUpdate(sql);
        }
      })).hasStackTraceContaining("append-only");
    }
  }

  @Test
  void anEventOfAnyLengthStaysALineThatVerifies() throws IOException {
    audit.record(new AuditEvent("s", "\u0001".repeat(100_000), "k", "\"".repeat(100_000), "\n".repeat(100_000)));
    assertThat(verdict()).isInstanceOf(Intact.class);
    assertThat(audit.newest(1).getFirst().event().detail()).endsWith("[cut]");
  }
}
