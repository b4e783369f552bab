package dev.ironclaw.controlplane.store;

import static dev.ironclaw.controlplane.store.CrashedLog.KEY;
import static dev.ironclaw.controlplane.store.CrashedLog.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that was taken away is noticed, and no moment at which a crash may come looks like that.
class MissingLogTest {
  private static final int COMMITS = 100;

  @TempDir
  Path folder;
  private Path file;
  private Path crashed;

  @BeforeEach
  void names() {
    file = folder.resolve("notes.db");
    crashed = folder.resolve("crashed.db");
  }

  private void crashWithCommits() throws IOException {
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      for (int i = 0; i < COMMITS; i++) {
        String text = "n" + i;
        database.write(connection -> DatabaseTest.add(connection, text));
      }
      copy(true, true);
    }
  }

  private void copy(boolean log, boolean mark) throws IOException {
    Files.copy(file, crashed);
    if (log) {
      Files.copy(Integrity.log(file), Integrity.log(crashed));
    }
    if (mark) {
      Files.copy(OpenMark.of(file), OpenMark.of(crashed));
    }
  }

  private void opensWith(long rows) {
    try (Database database = Database.open(crashed, KEY, SCHEMA)) {
      assertThat(DatabaseTest.count(database)).isEqualTo(rows);
    }
    assertThat(Integrity.log(crashed)).doesNotExist();
    assertThat(OpenMark.of(crashed)).doesNotExist();
  }

  @Test
  void aRemovedLogIsRefusedAndNothingIsChanged() throws IOException {
    crashWithCommits();
    Path aside = Files.move(Integrity.log(crashed), folder.resolve("aside"));
    byte[] before = Files.readAllBytes(crashed);
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(() -> Database.open(crashed, KEY, SCHEMA).close()).isInstanceOfSatisfying(
          IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED))
          .hasMessageContaining("crashed.db-wal is missing").hasMessageContaining("must take the -wal file too");
      assertThat(Files.readAllBytes(crashed)).isEqualTo(before);
      assertThat(Integrity.log(crashed)).doesNotExist();
      assertThat(OpenMark.of(crashed)).exists();
    }
    Files.move(aside, Integrity.log(crashed));
    opensWith(COMMITS);
  }

  @Test
  void theMarkIsPrivateAndThereWhileTheDatabaseIsOpen() throws IOException {
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      assertThat(DatabaseTest.count(database)).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(OpenMark.of(file))))
          .isEqualTo("rw-------");
    }
    assertThat(OpenMark.of(file)).doesNotExist();
  }

  @Test
  void aCrashBeforeTheLogIsMadeOpens() throws Exception {
    Database.open(file, KEY, SCHEMA).close();
    try (Connection connection = Connections.logged(file, KEY)) {
      copy(false, false);
      assertThat(PageSeals.logged(KEY, Files.readAllBytes(crashed))).isTrue();
      connection.isValid(1);
    }
    opensWith(0);
  }

  @Test
  void aCrashBeforeTheMarkIsMadeOpens() throws IOException {
    crashWithCommits();
    Files.delete(OpenMark.of(crashed));
    opensWith(COMMITS);
  }

  @Test
  void aCrashAfterTheMarkIsMadeOpens() throws IOException {
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      copy(true, true);
      assertThat(DatabaseTest.count(database)).isZero();
    }
    opensWith(0);
  }

  @Test
  void aCrashWithCommitsOpens() throws IOException {
    crashWithCommits();
    opensWith(COMMITS);
  }

  @Test
  void aCrashOfAClosingBetweenTheMarkTheLogAndTheModeOpens() throws Exception {
    crashWithCommits();
    try (Connection connection = Connections.logged(file, KEY); Statement statement = connection.createStatement()) {
      DatabaseTest.add(connection, "more");
      statement.execute("PRAGMA wal_checkpoint(FULL)");
      for (boolean log : new boolean[]{true, false}) {
        Files.deleteIfExists(crashed);
        Files.deleteIfExists(Integrity.log(crashed));
        Files.deleteIfExists(OpenMark.of(crashed));
        copy(log, false);
        assertThat(PageSeals.logged(KEY, Files.readAllBytes(crashed))).isTrue();
        opensWith(COMMITS + 1);
      }
    }
  }

  @Test
  void aFileThatIsAtRestOpensBesideAMark() throws IOException {
    crashWithCommits();
    Files.delete(Integrity.log(crashed));
    Files.delete(crashed);
    copy(false, false);
    assertThat(PageSeals.logged(KEY, Files.readAllBytes(crashed))).isFalse();
    opensWith(COMMITS);
  }

  @Test
  void theMarkGoesBeforeTheLogWhenAFileIsClosedAndWhenACrashIsRepaired() throws Exception {
    crashWithCommits();
    assertThat(removedIn(folder, () -> Database.open(crashed, KEY, SCHEMA).close())).containsExactly(
        "crashed.db-open", "crashed.db-wal", "crashed.db-open", "crashed.db-wal");
  }

  @Test
  void theFileAloneHoldsAllCommitsWhenTheMarkGoes() throws Exception {
    crashWithCommits();
    Files.delete(OpenMark.of(crashed));
    // A folder with something in it can't be deleted: the repair ends where the mark would go.
    Files.createDirectories(OpenMark.of(crashed).resolve("in"));
    assertThatThrownBy(() -> Connections.putToRest(crashed, KEY, new OpenMark(crashed)))
        .isInstanceOf(IOException.class);
    Files.delete(OpenMark.of(crashed).resolve("in"));
    Files.delete(OpenMark.of(crashed));
    Files.deleteIfExists(Integrity.log(crashed));
    opensWith(COMMITS);
  }

  @Test
  void aFailedOpeningLeavesNoMark() throws IOException {
    crashWithCommits();
    assertThatThrownBy(() -> Database.open(crashed, KEY, SCHEMA, connection -> {
      throw new IllegalStateException("seam");
    })).hasMessage("seam");
    opensWith(COMMITS);
  }

  @Test
  void aMarkWithoutItsFileIsRefused() throws IOException {
    Files.createFile(OpenMark.of(file));
    assertThatThrownBy(() -> Database.open(file, KEY, SCHEMA)).hasMessageContaining("the file is gone");
  }

  private static List<String> removedIn(Path place, Runnable work) throws IOException, InterruptedException {
    Path end = Files.createFile(place.resolve("end"));
    List<String> removed = new ArrayList<>();
    try (var watcher = place.getFileSystem().newWatchService()) {
      place.register(watcher, StandardWatchEventKinds.ENTRY_DELETE);
      work.run();
      Files.delete(end);
      while (!removed.contains("end")) {
        WatchKey key = watcher.take();
        key.pollEvents().forEach(event -> removed.add(String.valueOf(event.context())));
        key.reset();
      }
    }
    return removed.stream().filter(name -> name.endsWith("-open") || name.endsWith("-wal")).toList();
  }
}
