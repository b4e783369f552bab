package dev.ironclaw.controlplane.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/// Who has the connection: one read or one group of writes at a time, in the order in which they came, so that neither
/// starves the other. In a read's turn the connection refuses to write.
final class Turn {
  private final ReentrantLock lock = new ReentrantLock(true);
  /// Belongs to the lock.
  private Connection connection;
  /// Belongs to the lock. The pragma is set only when the kind of turn changes.
  private boolean readOnly;

  Turn(Connection connection) {
    this.connection = connection;
  }

  /// In a turn: from now on turns have this connection, which may write.
  void use(Connection next) {
    connection = next;
    readOnly = false;
  }

  boolean isOpen() throws SQLException {
    lock.lock();
    try {
      return !connection.isClosed();
    } finally {
      lock.unlock();
    }
  }

  /// In a turn.
  Connection connection() {
    return connection;
  }

  /// A step in a turn.
  @FunctionalInterface
  interface Step<T> {
    T run() throws SQLException;
  }

  void refuseInside(String what) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(what + " inside a read or a write of the same database would wait for itself");
    }
  }

  <T> T read(Step<T> step) throws SQLException {
    return take(true, step);
  }

  <T> T write(Step<T> step) throws SQLException {
    return take(false, step);
  }

  private <T> T take(boolean toRead, Step<T> step) throws SQLException {
    lock.lock();
    try {
      if (readOnly != toRead) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(toRead ? "PRAGMA query_only=ON" : "PRAGMA query_only=OFF");
        }
        readOnly = toRead;
      }
      return step.run();
    } finally {
      lock.unlock();
    }
  }
}
