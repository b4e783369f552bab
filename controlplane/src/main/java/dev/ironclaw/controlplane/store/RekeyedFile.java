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
import java.util.stream.Stream;

/// A copy of a database that is encrypted under the keys of another generation, beside it as `<file>.rekeyed-<generation>`:
/// so no copy is taken for one of other keys. The file itself is not touched, so nothing is lost until the copy is moved over
/// it, which is one rename.
public final class RekeyedFile {
  private static final String SUFFIX = ".rekeyed";

  private RekeyedFile() {}

  /// Whole, checked and durable when it returns.
  ///
  /// @param file at rest, as a closed [Database] leaves it
  /// @param from its key
  /// @param copy what [#of] gave
  /// @param to the copy's key
  public static void make(Path file, Path copy, byte[] from, byte[] to) {
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
          + " anew: its copy could not be written (" + e.getClass().getSimpleName()
          + "); make sure that its folder can be "
          + "written and has as much room again as the file takes, and try again. The file itself is as it was", e);
    }
  }

  /// Where the copy of this file under the keys of this generation is.
  public static Path of(Path file, int generation) {
    return file.resolveSibling(file.getFileName() + SUFFIX + "-" + generation);
  }

  /// True for the name of a copy, and of what lies beside one.
  public static boolean isCopy(String name) {
    return name.contains(SUFFIX);
  }

  /// Removes the copies of this file, of every generation, whatever state a crash left them in; nothing where there is none.
  public static void remove(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(each -> String.valueOf(each.getFileName()).startsWith(file.getFileName() + SUFFIX))
          .toList()) {
        Files.deleteIfExists(each);
      }
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
