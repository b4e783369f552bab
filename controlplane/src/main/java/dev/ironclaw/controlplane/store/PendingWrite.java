package dev.ironclaw.controlplane.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One caller's work on its way through a [GroupCommit].
final class PendingWrite<T> {
  private enum Phase {
    WAITING, LEADING, ENDED
  }

  private final Database.Work<T> work;
  private final Thread caller = Thread.currentThread();
  private volatile Phase phase = Phase.WAITING;
  private @Nullable T result;
  private @Nullable Throwable failure;

  PendingWrite(Database.Work<T> work) {
    this.work = work;
  }

  /// Parks the caller.
  ///
  /// @return true where it is to lead, false where its work has ended
  boolean awaitTurnOrEnd() {
    boolean interrupted = false;
    while (phase == Phase.WAITING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      // Whether it was stored is known only at the end, so the interrupt waits until then.
      Thread.currentThread().interrupt();
    }
    return phase == Phase.LEADING;
  }

  void takeTheLead() {
    phase = Phase.LEADING;
    LockSupport.unpark(caller);
  }

  void end() {
    phase = Phase.ENDED;
    LockSupport.unpark(caller);
  }

  /// Runs the work and keeps its result or its failure.
  ///
  /// @return false where it failed
  boolean run(Connection connection) {
    try {
      result = work.run(connection);
      return true;
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      return false;
    }
  }

  /// The group failed: whatever this work answered is not stored.
  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  T outcome() throws SQLException {
    switch (failure) {
      case null -> {
      }
      case SQLException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("a write failed in a way that it can't", e);
    }
    T value = result;
    if (value == null) {
      throw new IllegalStateException("a write may not answer null: use Optional");
    }
    return value;
  }
}
