package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The steps from a path to a connection that may be used.
///
/// A new file is made under another name and renamed when it holds its schema: so a file that exists and is empty was
/// cut, and is never taken for a new one.
final class Opening {
  private final Path file;
  private final byte[] key;
  private final Schema schema;

  Opening(Path file, byte[] key, Schema schema) {
    if (key.length != 32) {
      throw new IllegalArgumentException("a database key has 32 bytes");
    }
    this.file = file;
    this.key = key;
    this.schema = schema;
  }

  void createIfMissing() {
    if (Files.exists(file)) {
      return;
    }
    Integrity integrity = new Integrity(file, key);
    if (Files.exists(Integrity.journal(file)) || Files.exists(Integrity.log(file))
        || Files.exists(OpenMark.of(file))) {
      throw integrity.damaged("its journal, log or mark is here and the file is gone", null);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      PrivateFiles.createFolder(file.resolveSibling(".").normalize());
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(Integrity.journal(fresh));
      PrivateFiles.createFile(fresh);
      try (Connection connection = Connections.plain(fresh, key)) {
        migrate(connection);
      }
      PrivateFiles.moveDurably(fresh, file);
    } catch (SQLException e) {
      throw Failures.of("create", file, e);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "create database " + file + ": check the folder and its space",
          e);
    }
  }

  Connection connection() {
    Integrity integrity = new Integrity(file, key);
    boolean rollsBack = integrity.check();
    putToRest();
    if (rollsBack) {
      integrity.checkAllPages();
    }
    Connection connection = connect();
    try {
      int version = version(connection);
      if (version > schema.migrations().size()) {
        throw new IronclawException(ErrorCode.CONFIGURATION, "open database " + file + ": it has version " + version
            + " of schema " + schema.name() + ", this program knows up to " + schema.migrations().size()
            + ": install a newer version");
      }
      migrate(connection);
      return connection;
    } catch (SQLException e) {
      closeAfter(connection, e);
      throw Failures.of("open", file, e);
    } catch (RuntimeException e) {
      closeAfter(connection, e);
      throw e;
    }
  }

  private void putToRest() {
    try {
      PrivateFiles.restrict(file);
      Connections.putToRest(file, key, new OpenMark(file));
    } catch (SQLException e) {
      throw Failures.of("open", file, e);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "open database " + file + ": it or its folder is not ours to change", e);
    }
  }

  private Connection connect() {
    try {
      return Connections.logged(file, key);
    } catch (SQLException e) {
      throw Failures.of("open", file, e);
    }
  }

  private void migrate(Connection connection) throws SQLException {
    List<String> migrations = schema.migrations();
    try (Statement statement = connection.createStatement()) {
      for (int version = version(connection); version < migrations.size(); version++) {
        statement.execute("BEGIN IMMEDIATE");
        statement.executeUpdate(migrations.get(version));
        statement.executeUpdate("PRAGMA user_version=" + (version + 1));
        statement.execute("COMMIT");
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); var rows = statement.executeQuery("PRAGMA user_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  static void closeAfter(Connection connection, Exception cause) {
    try {
      connection.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
