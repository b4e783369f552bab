package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// A copy of a database that is encrypted under another key, beside it as `<file>.rekeyed`. The file itself is not touched,
/// so nothing is lost until the copy is moved over it, which is one rename.
public final class RekeyedFile {
  /// What a copy's name ends in.
  public static final String SUFFIX = ".rekeyed";

  private RekeyedFile() {}

  /// Whole, checked and durable when it returns.
  ///
  /// @param file at rest, as a closed [Database] leaves it
  /// @param from its key
  /// @param to the copy's key
  public static void make(Path file, byte[] from, byte[] to) {
    Path copy = of(file);
    try {
      Integrity integrity = new Integrity(file, from);
      if (Files.exists(Integrity.log(file)) || Files.exists(Integrity.journal(file))) {
        throw new IllegalStateException(file + " is not at rest");
      }
      integrity.checkAllPages();
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      PrivateFiles.restrict(copy);
      rekey(copy, from, to);
      new Integrity(copy, to).checkAllPages();
      check(copy, to);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      PrivateFiles.syncFolder(copy);
    } catch (SQLException e) {
      throw Failures.of("encrypt anew", file, e);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "encrypt database " + file
          + " anew: check the folder and its space; the file itself is as it was", e);
    }
  }

  /// Where the copy of this file is.
  public static Path of(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /// Removes the copy of this file, whatever state a crash left it in; nothing where there is none.
  public static void remove(Path file) throws IOException {
    Path copy = of(file);
    for (Path each : List.of(OpenMark.of(copy), Integrity.log(copy), Integrity.journal(copy), copy)) {
      Files.deleteIfExists(each);
    }
  }

  private static void rekey(Path copy, byte[] from, byte[] to) throws SQLException {
    try (Connection connection = Connections.plain(copy, from); Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA rekey='" + Connections.rawKey(to).replace("'", "''") + "'");
    }
  }

  private static void check(Path copy, byte[] key) throws SQLException {
    try (Connection connection = Connections.plain(copy, key);
        Statement statement = connection.createStatement();
        var answer = statement.executeQuery("PRAGMA quick_check")) {
      if (!answer.next() || !"ok".equals(answer.getString(1))) {
        throw new SQLException("the copy is not whole");
      }
    }
  }
}
