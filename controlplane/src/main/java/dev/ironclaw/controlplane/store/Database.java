package dev.ironclaw.controlplane.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// One encrypted SQLite file, one writer connection and one `query_only` reader.
///
/// Threading: any thread. Writes that wait at the same time share one durable commit (each in its own savepoint, so one
/// that fails does not undo the others); reads never see half a commit.
public final class Database implements AutoCloseable {
  /// Opens or creates the file, checks key and integrity, applies missing migrations.
  ///
  /// @param key 32 bytes
  /// @throws dev.ironclaw.contract.IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for a wrong key, a cut file or a
  ///         flipped bit; the file is left as it was
  public static Database open(Path file, byte[] key, Schema schema) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Runs the work in a transaction and returns when it is on disk.
  public <T> T write(Work<T> work) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Runs the work on the reader.
  public <T> T read(Work<T> work) {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Statements on one connection; must close what it opens and must not commit.
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }
}
