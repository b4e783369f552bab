package dev.ironclaw.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Another process wants the file: while it is open nobody else gets a lock on it, and who has one keeps it from being
/// opened.
@Timeout(120)
class LockedDatabaseTest {
  private static final byte[] KEY = new byte[32];
  private static final Schema SCHEMA = new Schema("test", List.of("CREATE TABLE note (text TEXT NOT NULL)"));

  @TempDir
  Path folder;

  @Test
  void nobodyElseReadsWritesOrLocksAFileThatIsOpen() throws Exception {
    Path file = folder.resolve("a.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      note(database, "before");
      Process other = other("try", file);
      try (BufferedReader says = other.inputReader()) {
        assertThat(says.lines()).containsExactly("SELECT count(*) FROM note: locked", "BEGIN EXCLUSIVE: locked",
            "a lock on its bytes: refused");
      }
      assertThat(other.waitFor()).isZero();
      note(database, "after");
    }
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      assertThat(notes(database)).isEqualTo(2);
    }
  }

  @Test
  void aFileThatAnotherProcessHasLockedIsNotOpenedAndNotHarmed() throws Exception {
    Path file = folder.resolve("a.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      note(database, "before");
    }
    Process other = other("hold", file);
    try (BufferedReader says = other.inputReader()) {
      assertThat(says.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> Database.open(file, KEY, SCHEMA)).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_READY))
          .hasMessageContaining("another program has it locked")
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " is this one, leave it");
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      note(database, "after");
      assertThat(notes(database)).isEqualTo(2);
    }
  }

  private static void note(Database database, String text) {
    database.<Integer>write(connection -> {
      try (var insert = connection.prepareStatement("INSERT INTO note VALUES (?)")) {
        insert.setString(1, text);
        return insert.executeUpdate();
      }
    });
  }

  private static int notes(Database database) {
    return database.<Integer>read(connection -> {
      try (Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM note")) {
        rows.next();
        return rows.getInt(1);
      }
    });
  }

  private static Process other(String what, Path file) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"),
        Other.class.getName(), what, file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The other process; it even has the key.
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[1]);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        if (arguments[0].equals("hold")) {
          System.out.println(channel.tryLock() == null ? "refused" : "held");
          System.in.read();
          return;
        }
        for (String statement : List.of("SELECT count(*) FROM note", "BEGIN EXCLUSIVE")) {
          System.out.println(statement + ": " + outcome(file, statement));
        }
        System.out.println("a lock on its bytes: " + (channel.tryLock() == null ? "refused" : "held"));
      }
    }

    private static String outcome(Path file, String sql) {
      try (Connection connection = Connections.plain(file, KEY); Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout=100");
        statement.execute(sql);
        return "done";
      } catch (SQLException e) {
        return (e.getErrorCode() & 0xff) == 5 ? "locked" : e.toString();
      }
    }
  }
}
