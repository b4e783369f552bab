package dev.ironclaw.controlplane.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.mc.SQLiteMCSqlCipherConfig;

/// How a connection to an encrypted file is opened: SQLCipher 4 with a raw 256-bit key (page 4096, HMAC-SHA512).
final class Connections {
  private static final String[] BOTH = {
      // A mapped page would be read past the cipher's check.
      "PRAGMA mmap_size=0", "PRAGMA trusted_schema=OFF", "PRAGMA busy_timeout=5000",
      // The cipher covers the main file only: sorters and savepoints must never spill to a plain temporary file.
      "PRAGMA temp_store=MEMORY"
  };
  private static final String[] WRITER = {
      "PRAGMA journal_mode=DELETE", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
      // A spill would take the exclusive lock in the middle of a transaction, while the reader reads.
      "PRAGMA cache_spill=OFF"
  };
  private static final String[] READER = {"PRAGMA query_only=ON"};

  private Connections() {}

  static Connection writer(Path file, byte[] key) throws SQLException {
    return open(file, properties(key), WRITER);
  }

  static Connection reader(Path file, byte[] key) throws SQLException {
    Properties properties = properties(key);
    properties.setProperty(SQLiteConfig.Pragma.OPEN_MODE.pragmaName, String.valueOf(SQLiteOpenMode.READONLY.flag));
    return open(file, properties, READER);
  }

  /// The key goes in the properties alone: never in the URL, where the driver would log it with an error.
  private static Properties properties(byte[] key) {
    return SQLiteMCSqlCipherConfig.getV4Defaults().withRawUnsaltedKey(key).build().toProperties();
  }

  private static Connection open(Path file, Properties properties, String[] pragmas) throws SQLException {
    // A path is never parsed as parameters: '?' and '#' would start them (CVE-2023-32697).
    String path = file.toAbsolutePath().toString();
    if (path.chars().anyMatch(c -> c == '?' || c == '#' || c == '%')) {
      throw new SQLException("a database path may not hold ?, # or %");
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + path, properties);
    try (Statement statement = connection.createStatement()) {
      for (String pragma : BOTH) {
        statement.execute(pragma);
      }
      for (String pragma : pragmas) {
        statement.execute(pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
