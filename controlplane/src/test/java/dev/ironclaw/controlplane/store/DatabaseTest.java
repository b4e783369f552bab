package dev.ironclaw.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final byte[] KEY = new byte[32];
  private static final Schema SCHEMA = new Schema("notes",
      List.of(
          "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE); CREATE TABLE other (id INTEGER)"));

  @TempDir
  Path folder;

  private Path file() {
    return folder.resolve("notes.db");
  }

  static boolean add(Connection connection, String text) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO note(text) VALUES (?)")) {
      insert.setString(1, text);
      return insert.executeUpdate() == 1;
    }
  }

  static long count(Database database) {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM note")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  @Test
  void keepsWhatWasWrittenAcrossAReopen() {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      assertThat(database.<Boolean>write(connection -> add(connection, "one"))).isTrue();
      assertThat(count(database)).isEqualTo(1);
    }
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      assertThat(count(database)).isEqualTo(1);
    }
  }

  @Test
  void aWorkThatFailsIsRolledBackAlone() throws Exception {
    try (Database database = Database.open(file(), KEY, SCHEMA); var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> works = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "n" + i;
        boolean fails = i % 5 == 0;
        works.add(() -> {
          try {
            return database.write(connection -> {
              add(connection, text);
              if (fails) {
                throw new IllegalArgumentException(text);
              }
              return true;
            });
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessage(text);
            return false;
          }
        });
      }
      int stored = 0;
      for (var outcome : threads.invokeAll(works)) {
        stored += outcome.get() ? 1 : 0;
      }
      assertThat(stored).isEqualTo(160);
      assertThat(count(database)).isEqualTo(160);
    }
  }

  @Test
  void theFileIsUnreadableWithoutTheKeyAndToOthers() throws Exception {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      database.write(connection -> add(connection, "plain words that must not be found"));
    }
    assertThat(new String(Files.readAllBytes(file()), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("plain words").doesNotContain("SQLite format");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
  }

  @Test
  void theReaderCannotWrite() {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      assertThatThrownBy(() -> database.read(connection -> add(connection, "one")))
          .isInstanceOf(IronclawException.class);
    }
  }

  @Test
  void refusesAFileOfANewerVersion() {
    Database.open(file(), KEY, new Schema("notes", List.of("CREATE TABLE a(x)", "CREATE TABLE b(x)"))).close();
    assertThatThrownBy(() -> Database.open(file(), KEY, SCHEMA)).hasMessageContaining("version 2");
  }

  @Test
  void aFullDiskFailsTheWriteAndNothingElse() {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      database.write(connection -> add(connection, "before"));
      assertThatThrownBy(() -> database.write(connection -> {
        limitPages(connection, 20);
        return add(connection, "x".repeat(1 << 20));
      })).isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_READY));
      assertThat(count(database)).isEqualTo(1);
      assertThat(database.<Boolean>write(connection -> add(connection, "small"))).isTrue();
      assertThat(database.<Boolean>write(connection -> {
        limitPages(connection, 1_000_000);
        return add(connection, "x".repeat(1 << 20));
      })).isTrue();
    }
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      assertThat(count(database)).isEqualTo(3);
    }
  }

  private static void limitPages(Connection connection, int pages) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count=" + pages);
    }
  }

  @Test
  void aReadThatTriesToWriteLeavesNothingBehindForTheNextWrite() {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      for (int i = 0; i < 3; i++) {
        String text = "n" + i;
        assertThatThrownBy(() -> database.read(connection -> add(connection, "by a read")))
            .isInstanceOf(IronclawException.class);
        assertThat(database.<Boolean>write(connection -> add(connection, text))).isTrue();
        assertThat(count(database)).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void refusesAReadInsideAReadOrAWrite() {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      assertThatThrownBy(() -> database.read(outer -> count(database))).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> database.write(outer -> count(database))).isInstanceOf(IllegalStateException.class);
      assertThat(count(database)).isZero();
    }
  }

  @Test
  void refusesAWriteInsideAWriteOrARead() {
    try (Database database = Database.open(file(), KEY, SCHEMA)) {
      assertThatThrownBy(() -> database.write(outer -> database.write(inner -> add(inner, "one"))))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> database.read(outer -> database.write(inner -> add(inner, "one"))))
          .isInstanceOf(IllegalStateException.class);
      assertThat(count(database)).isZero();
    }
  }
}
