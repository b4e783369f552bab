package dev.ironclaw.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A crash in the middle of a commit: half of the pages are new, the journal has the old ones.
class HotJournalTest {
  private static final byte[] KEY = new byte[32];
  private static final int ROWS = 300;
  private static final Schema SCHEMA = new Schema("notes",
      List.of("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"));

  @TempDir
  Path folder;
  private Path crashed;

  @BeforeEach
  void crashInTheMiddleOfACommit() throws IOException, SQLException {
    Path file = folder.resolve("notes.db");
    crashed = folder.resolve("crashed.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      database.write(connection -> {
        for (int i = 0; i < ROWS; i++) {
          DatabaseTest.add(connection, i + "x".repeat(2_000));
        }
        return true;
      });
    }
    byte[] before = Files.readAllBytes(file);
    try (Connection connection = Connections.plain(file, KEY); Statement statement = connection.createStatement()) {
      // A small cache writes changed pages to the file before the commit, as the middle of a commit does.
      statement.execute("PRAGMA cache_spill=1");
      statement.execute("PRAGMA cache_size=2");
      statement.execute("BEGIN IMMEDIATE");
      statement.executeUpdate("UPDATE note SET text = 'changed' || id");
      Files.copy(file, crashed);
      Files.copy(Integrity.journal(file), Integrity.journal(crashed));
      statement.execute("ROLLBACK");
    }
    assertThat(Files.readAllBytes(crashed)).isNotEqualTo(before);
  }

  private long changedRows(Database database) {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          var rows = statement
              .executeQuery("SELECT count(*) FILTER (WHERE text LIKE 'changed%') * 1000 + count(*) FROM note")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  @Test
  void theOldStateComesBackWhole() {
    rollsBack();
  }

  private void rollsBack() {
    try (Database database = Database.open(crashed, KEY, SCHEMA)) {
      assertThat(changedRows(database)).isEqualTo(ROWS);
    }
    assertThat(Integrity.journal(crashed)).doesNotExist();
  }

  @Test
  void anotherKeyRollsNothingBack() throws IOException {
    byte[] other = KEY.clone();
    other[0] = 1;
    isRefusedAndLeftAlone(other, "another key");
    rollsBack();
  }

  @Test
  void aFlippedBitInTheJournalIsRefusedBeforeItIsUsed() throws IOException {
    byte[] journal = Files.readAllBytes(Integrity.journal(crashed));
    int records = ByteBuffer.wrap(journal).getInt(8);
    int first = ByteBuffer.wrap(journal).getInt(20);
    assertThat(records).isPositive();
    for (int at : new int[]{0, 5, first + 3, first + 4, first + 4_099, first + (records - 1) * 4_104 + 50}) {
      byte[] changed = journal.clone();
      changed[at] ^= 4;
      Files.write(Integrity.journal(crashed), changed);
      isRefusedAndLeftAlone(KEY, "at " + at);
    }
  }

  private void isRefusedAndLeftAlone(byte[] key, String what) throws IOException {
    byte[] file = Files.readAllBytes(crashed);
    byte[] journal = Files.readAllBytes(Integrity.journal(crashed));
    assertThatThrownBy(() -> Database.open(crashed, key, SCHEMA).close()).as(what).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
    assertThat(Files.readAllBytes(crashed)).isEqualTo(file);
    assertThat(Files.readAllBytes(Integrity.journal(crashed))).isEqualTo(journal);
  }
}
