package dev.ironclaw.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not exactly what we wrote is refused, and left as it is.
class DamageTest {
  private static final byte[] KEY = new byte[32];
  private static final Schema SCHEMA = new Schema("notes",
      List.of("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"));

  @TempDir
  Path folder;
  private Path file;
  private byte[] content;

  @BeforeEach
  void writeAFile() throws IOException {
    file = folder.resolve("notes.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      fill(database, 60);
      // Leaves free pages, which SQLite itself never reads again.
      database.write(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.executeUpdate("DELETE FROM note WHERE id % 2 = 0");
        }
      });
    }
    content = Files.readAllBytes(file);
    assertThat(content.length / PageSeals.PAGE).isGreaterThan(20);
  }

  private static void fill(Database database, int rows) {
    database.write(connection -> {
      for (int i = 0; i < rows; i++) {
        DatabaseTest.add(connection, i + "x".repeat(2_000));
      }
      return true;
    });
  }

  private void isRefusedAndLeftAlone(byte[] key, byte[] changed) throws IOException {
    Files.write(file, changed);
    assertThatThrownBy(() -> Database.open(file, key, SCHEMA).close()).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
    assertThat(Files.readAllBytes(file)).isEqualTo(changed);
  }

  @Test
  void anUntouchedFileOpens() {
    Database.open(file, KEY, SCHEMA).close();
  }

  @Test
  void refusesAnotherKey() throws IOException {
    byte[] other = KEY.clone();
    other[31] = 1;
    isRefusedAndLeftAlone(other, content);
  }

  @Test
  void refusesABitFlippedAnywhereInAnyPage() throws IOException {
    Random random = new Random(3);
    for (int page = 0; page < content.length / PageSeals.PAGE; page++) {
      for (int at : new int[]{0, 16, random.nextInt(PageSeals.PAGE), 4015, 4016, 4031, 4032, 4095}) {
        byte[] changed = content.clone();
        changed[page * PageSeals.PAGE + at] ^= (byte) (1 << random.nextInt(8));
        isRefusedAndLeftAlone(KEY, changed);
      }
    }
  }

  @Test
  void refusesAFileThatIsCutAtAnyLength() throws IOException {
    for (int length = 0; length < content.length; length += PageSeals.PAGE / 2) {
      isRefusedAndLeftAlone(KEY, Arrays.copyOf(content, length));
    }
    isRefusedAndLeftAlone(KEY, Arrays.copyOf(content, content.length - 1));
  }

  @Test
  void refusesTwoPagesThatWereExchanged() throws IOException {
    byte[] changed = content.clone();
    System.arraycopy(content, 2 * PageSeals.PAGE, changed, 5 * PageSeals.PAGE, PageSeals.PAGE);
    System.arraycopy(content, 5 * PageSeals.PAGE, changed, 2 * PageSeals.PAGE, PageSeals.PAGE);
    isRefusedAndLeftAlone(KEY, changed);
  }

  @Test
  void refusesAJournalWithoutItsFile() throws IOException {
    Files.move(file, Integrity.journal(file));
    assertThatThrownBy(() -> Database.open(file, KEY, SCHEMA)).hasMessageContaining("the file is gone");
  }

  @Test
  void aLargeFileIsFoundDamagedNoLaterThanWhenThePageIsRead() throws IOException {
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      database.write(connection -> {
        for (int i = 0; i < 1_000; i++) {
          DatabaseTest.add(connection, "n" + i + "x".repeat(2_000));
        }
        return true;
      });
    }
    byte[] large = Files.readAllBytes(file);
    assertThat(large.length).isGreaterThan((int) Integrity.FULL_CHECK_BYTES);
    int found = 0;
    for (int page = large.length / PageSeals.PAGE - 20; page < large.length / PageSeals.PAGE; page++) {
      byte[] changed = large.clone();
      changed[page * PageSeals.PAGE + 100] ^= 1;
      Files.write(file, changed);
      try (Database database = Database.open(file, KEY, SCHEMA)) {
        database.read(connection -> {
          try (Statement statement = connection.createStatement();
              var rows = statement.executeQuery("SELECT sum(length(text)) + count(*) FROM note NOT INDEXED")) {
            rows.next();
            return rows.getLong(1);
          }
        });
      } catch (IronclawException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED);
        found++;
      }
    }
    // The others are pages of the index, which this query doesn't read.
    assertThat(found).isGreaterThan(5);
  }
}
