package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// One encrypted SQLite file, one writer connection and one `query_only` reader.
///
/// Threading: any thread, but not a virtual one, whose carrier a JNI call pins. Writes that wait at the same time share
/// one durable commit (each in its own savepoint, so one that fails does not undo the others) and may run on each
/// other's threads; reads never see half a commit, and see every write that has returned. An interrupt waits until the
/// outcome is known.
///
/// No second `Database`, and no other reader of the file, may be open in this process: closing any descriptor of a file
/// drops the process's POSIX locks on it.
public final class Database implements AutoCloseable {
  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final GroupCommit commits;
  /// Readers against the moment in which a commit replaces pages. Fair, so that neither starves the other, and without
  /// SQLite's back-off sleeps.
  private final ReentrantLock gate;

  private Database(Path file, Connection writer, Connection reader) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.gate = new ReentrantLock(true);
    this.commits = new GroupCommit(writer, gate);
  }

  /// Opens or creates the file, checks key and integrity, applies missing migrations.
  ///
  /// @param key 32 bytes
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for a wrong key, a cut file or a flipped bit; the file is
  ///         left as it was
  public static Database open(Path file, byte[] key, Schema schema) {
    return open(file, key, schema, UnaryOperator.identity());
  }

  /// As [#open(Path, byte[], Schema)], with the writer's connection passed through a seam: tests make its statements
  /// fail there.
  public static Database open(Path file, byte[] key, Schema schema, UnaryOperator<Connection> writerSeam) {
    Opening opening = new Opening(file.toAbsolutePath(), key, schema);
    opening.createIfMissing();
    Connection writer = opening.writer();
    try {
      return new Database(file, writerSeam.apply(writer), opening.reader());
    } catch (RuntimeException e) {
      Opening.closeAfter(writer, e);
      throw e;
    }
  }

  /// Runs the work in a transaction and returns when it is on disk. Never call it inside a [#read] or another `write`.
  public <T> T write(Work<T> work) {
    if (gate.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write inside a read would wait for itself");
    }
    try {
      return commits.write(work);
    } catch (SQLException e) {
      throw failure("write", e);
    }
  }

  /// Runs the work on the reader; all its statements see the same commit.
  public <T> T read(Work<T> work) {
    gate.lock();
    try {
      return work.run(reader);
    } catch (SQLException e) {
      throw failure("read", e);
    } finally {
      gate.unlock();
    }
  }

  @Override
  public void close() {
    gate.lock();
    try (reader; writer) {
      // Both are closed even where one fails.
    } catch (SQLException e) {
      throw failure("close", e);
    } finally {
      gate.unlock();
    }
  }

  /// Bytes on disk.
  public long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "measure database " + file + ": see the cause", e);
    }
  }

  private IronclawException failure(String operation, SQLException e) {
    return Failures.of(operation, file, e);
  }

  /// Statements on one connection; must close what it opens, must not commit, must not answer null.
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }
}
