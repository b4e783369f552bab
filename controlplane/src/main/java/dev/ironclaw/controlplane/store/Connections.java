package dev.ironclaw.controlplane.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;
import org.sqlite.core.NativeDB;
import org.sqlite.mc.SQLiteMCSqlCipherConfig;

/// How a connection to an encrypted file is opened: SQLCipher 4 with a raw 256-bit key (page 4096, HMAC-SHA512).
final class Connections {
  /// Pages in the log before a commit takes them to the file: some 200 commits, so that fewer than one in a hundred waits
  /// for it.
  static final int CHECKPOINT_PAGES = 1_000;

  private static final String[] ALWAYS = {
      // A mapped page would be read past the cipher's check.
      "PRAGMA mmap_size=0", "PRAGMA trusted_schema=OFF", "PRAGMA busy_timeout=5000",
      // The cipher covers the main file only: sorters and savepoints must never spill to a plain temporary file.
      "PRAGMA temp_store=MEMORY", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
      // A transaction that changes more than the cache holds reaches the disk with its commit, never before.
      "PRAGMA cache_spill=OFF"
  };
  private static final String[] LOGGED = {
      // Before the log: then its index is in this process's memory, and nobody else can open the file.
      "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES
  };

  private Connections() {}

  /// A connection with a rollback journal: for a file that is being made.
  static Connection plain(Path file, byte[] key) throws SQLException {
    return open(file, key, new String[0]);
  }

  /// The one connection of a file in use. The file must be at rest: the driver reads it before any pragma can be set,
  /// and would open a log that is there in shared memory.
  static Connection logged(Path file, byte[] key) throws SQLException {
    return open(file, key, LOGGED);
  }

  /// Brings what a crash left in a journal or a log into the file, and the file to the journal mode that every version
  /// can open. Through the driver's lower door, because the upper one reads before [#LOGGED] could be set.
  ///
  /// @param mark is removed between the two: SQLite deletes the log before it changes the mode
  static void putToRest(Path file, byte[] key, OpenMark mark) throws SQLException, IOException {
    String quoted = rawKey(key).replace("'", "''");
    load();
    String path = uri(file);
    DB base = new NativeDB(path, path, new SQLiteConfig());
    base.open(path, SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.OPEN_URI.flag);
    try {
      base.exec("PRAGMA locking_mode=EXCLUSIVE", true);
      base.exec("PRAGMA cipher='sqlcipher'", true);
      base.exec("PRAGMA legacy=4", true);
      base.exec("PRAGMA key='" + quoted + "'", true);
      base.exec("PRAGMA synchronous=FULL", true);
      base.exec("PRAGMA wal_checkpoint(FULL)", true);
      mark.remove();
      base.exec("PRAGMA journal_mode=DELETE", true);
    } finally {
      base.close();
    }
  }

  private static void load() throws SQLException {
    try {
      NativeDB.load();
    } catch (Exception e) {
      throw new SQLException("load SQLite's native library: see the cause", e);
    }
  }

  /// A key as a pragma takes it.
  static String rawKey(byte[] key) {
    return keyed(key).getProperty(SQLiteConfig.Pragma.KEY.pragmaName);
  }

  /// The key goes in the properties alone: never in the URL, where the driver would log it with an error.
  private static Properties keyed(byte[] key) {
    return SQLiteMCSqlCipherConfig.getV4Defaults().withRawUnsaltedKey(key).build().toProperties();
  }

  private static Connection open(Path file, byte[] key, String[] more) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + uri(file), keyed(key));
    try (Statement statement = connection.createStatement()) {
      for (String pragma : ALWAYS) {
        statement.execute(pragma);
      }
      for (String pragma : more) {
        statement.execute(pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// A path is never parsed as parameters: '?' and '#' would start them (CVE-2023-32697).
  private static String uri(Path file) throws SQLException {
    String path = file.toAbsolutePath().toString();
    if (path.chars().anyMatch(c -> c == '?' || c == '#' || c == '%')) {
      throw new SQLException("a database path may not hold ?, # or %");
    }
    return "file:" + path;
  }
}
