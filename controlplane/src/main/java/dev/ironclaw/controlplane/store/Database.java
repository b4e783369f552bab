package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// One encrypted SQLite file and its one connection, with a write-ahead log while it is open.
///
/// Threading: any thread, but not a virtual one, whose carrier a JNI call pins. Writes that wait at the same time share
/// one durable commit (each in its own savepoint, so one that fails does not undo the others) and may run on each
/// other's threads; reads run between the commits, so they never see half of one, and see every write that has
/// returned. An interrupt waits until the outcome is known.
///
/// No second `Database`, and no other reader of the file, may be open in this process: closing any descriptor of a file
/// drops the process's POSIX locks on it.
public final class Database implements AutoCloseable {
  private final Path file;
  private final OpenMark mark;
  private final Schema schema;
  private final UnaryOperator<Connection> writerSeam;
  private final GroupCommit commits;
  private final Turn turn;

  private Database(Path file, Schema schema, Connection connection, UnaryOperator<Connection> writerSeam)
      throws SQLException {
    Connection writer = writerSeam.apply(connection);
    this.file = file;
    this.schema = schema;
    this.writerSeam = writerSeam;
    this.mark = new OpenMark(file.toAbsolutePath());
    this.turn = new Turn(connection);
    this.commits = new GroupCommit(writer, turn, new LogRoom(Integrity.log(file)));
  }

  /// Opens or creates the file, checks key and integrity, applies missing migrations.
  ///
  /// @param key 32 bytes
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for a wrong key, a cut file or a flipped bit; the file is
  ///         left as it was
  public static Database open(Path file, byte[] key, Schema schema) {
    return open(file, key, schema, UnaryOperator.identity());
  }

  /// As [#open(Path, byte[], Schema)], with the connection passed through a seam for what is written: tests make its
  /// statements fail there.
  public static Database open(Path file, byte[] key, Schema schema, UnaryOperator<Connection> writerSeam) {
    Opening opening = new Opening(file.toAbsolutePath(), key, schema);
    opening.createIfMissing();
    Connection connection = opening.connection();
    try {
      Database database = new Database(file, schema, connection, writerSeam);
      // Last: up to here a failure closes the connection, and SQLite then removes the log.
      database.setMark();
      return database;
    } catch (SQLException e) {
      Opening.closeAfter(connection, e);
      throw Failures.of("open", file, e);
    } catch (RuntimeException e) {
      Opening.closeAfter(connection, e);
      throw e;
    }
  }

  /// Runs the work in a transaction and returns when it is on disk. Never call it inside a [#read] or another `write`.
  public <T> T write(Work<T> work) {
    turn.refuseInside("a write");
    try {
      return commits.write(work);
    } catch (SQLException e) {
      throw failure("write", e);
    }
  }

  /// Runs the work between two commits: all its statements see the same one, and none can write. Never call it inside
  /// another `read` or a [#write]: the work of that has the connection.
  public <T> T read(Work<T> work) {
    turn.refuseInside("a read");
    try {
      return turn.read(() -> work.run(turn.connection()));
    } catch (SQLException e) {
      throw failure("read", e);
    }
  }

  /// Reads all of it: every page's seal, and what SQLite checks of tables and indexes.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` where it is not whole
  public void verify() {
    String answer = read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
        return row.next() ? row.getString(1) : "no answer";
      }
    });
    if (!answer.equals("ok")) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
          "verify database " + file + ": " + answer + "; restore it from a backup");
    }
  }

  /// Brings the log into the file and removes it: a closed database is one file, which earlier versions can open too.
  @Override
  public void close() {
    try {
      if (turn.isOpen()) {
        turn.write(this::putToRest);
      }
    } catch (SQLException e) {
      throw failure("close", e);
    }
  }

  /// Closes the file, runs the work while it is closed and at rest, and opens it again. Everybody else waits meanwhile.
  ///
  /// @param key asked after the work, whether it ended well or not: the key that the file then has
  /// @throws IronclawException of the work; or `INTERNAL` and others where the file can't be opened again: then every
  ///         later call fails until the next start
  public <T> T whileAtRest(Supplier<T> work, Supplier<byte[]> key) {
    turn.refuseInside("putting a file to rest");
    try {
      return turn.write(() -> {
        putToRest();
        T done;
        try {
          done = work.get();
        } catch (RuntimeException | Error e) {
          openAfter(key, e);
          throw e;
        }
        openAgain(key.get());
        return done;
      });
    } catch (SQLException e) {
      throw failure("reopen", e);
    }
  }

  /// What failed first is what people have to hear.
  private void openAfter(Supplier<byte[]> key, Throwable failure) {
    try {
      openAgain(key.get());
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void openAgain(byte[] key) throws SQLException {
    Connection connection = new Opening(file.toAbsolutePath(), key, schema).connection();
    try {
      commits.use(writerSeam.apply(connection));
      turn.use(connection);
      setMark();
    } catch (SQLException | RuntimeException e) {
      Opening.closeAfter(connection, e);
      throw e;
    }
  }

  private boolean putToRest() throws SQLException {
    try {
      return closeInOrder();
    } finally {
      // Also where a step before failed: SQLite removes the log only when all of it is in the file.
      if (Files.notExists(Integrity.log(file))) {
        removeMark();
      }
    }
  }

  private boolean closeInOrder() throws SQLException {
    try (Connection connection = turn.connection(); Statement statement = connection.createStatement()) {
      checkpoint(statement);
      removeMark();
      return statement.execute("PRAGMA journal_mode=DELETE");
    }
  }

  private static void checkpoint(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(FULL)")) {
      if (!answer.next() || answer.getInt("busy") != 0 || answer.getInt("log") != answer.getInt("checkpointed")) {
        throw new SQLException("the log could not be brought into the file");
      }
    }
  }

  private void setMark() {
    try {
      mark.set();
    } catch (IOException e) {
      removeMark();
      throw new IronclawException(ErrorCode.INTERNAL, "open database " + file + ": check the folder and its space", e);
    }
  }

  private void removeMark() {
    try {
      mark.remove();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "close database " + file + ": check its folder", e);
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
