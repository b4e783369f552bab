package dev.ironclaw.controlplane.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// Turns writes that wait at the same time into one durable commit. No thread of its own: the first waiting caller
/// leads, runs everybody's work in order, each in its own savepoint, commits once, and hands the lead to the next that
/// waits. So work may run on another caller's thread.
final class GroupCommit {
  /// Bounds the time that the first of a group waits for the last.
  private static final int MAX_GROUP = 256;

  private final Connection connection;
  private final Lock gate;
  private final Object lock = new Object();
  private final Deque<PendingWrite<?>> pending = new ArrayDeque<>();
  private boolean led;
  private @Nullable Thread leader;

  /// @param gate held while a commit replaces pages, so that no reader is inside the file
  GroupCommit(Connection connection, Lock gate) {
    this.connection = connection;
    this.gate = gate;
  }

  <T> T write(Database.Work<T> work) throws SQLException {
    PendingWrite<T> write = new PendingWrite<>(work);
    boolean lead;
    synchronized (lock) {
      if (Thread.currentThread().equals(leader)) {
        throw new IllegalStateException("a write inside a write would wait for itself");
      }
      pending.add(write);
      lead = !led;
      led = true;
    }
    if (lead || write.awaitTurnOrEnd()) {
      lead();
    }
    return write.outcome();
  }

  private void lead() {
    List<PendingWrite<?>> group = takeGroup();
    try {
      commit(group);
    } finally {
      handOver();
      group.forEach(PendingWrite::end);
    }
  }

  private List<PendingWrite<?>> takeGroup() {
    synchronized (lock) {
      leader = Thread.currentThread();
      List<PendingWrite<?>> group = new ArrayList<>();
      while (group.size() < MAX_GROUP && !pending.isEmpty()) {
        group.add(pending.remove());
      }
      return group;
    }
  }

  private void handOver() {
    synchronized (lock) {
      leader = null;
      PendingWrite<?> next = pending.peek();
      led = next != null;
      if (next != null) {
        next.takeTheLead();
      }
    }
  }

  private void commit(List<PendingWrite<?>> group) {
    try (Statement control = connection.createStatement()) {
      control.execute("BEGIN IMMEDIATE");
      try {
        boolean changed = false;
        for (PendingWrite<?> write : group) {
          changed |= runAlone(control, write);
        }
        if (changed) {
          commitDurably(control);
        } else {
          control.execute("ROLLBACK");
        }
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(control, e);
        throw e;
      }
    } catch (SQLException | RuntimeException | Error e) {
      // One fault of the file ends them all: nothing of the group is stored.
      group.forEach(write -> write.fail(e));
    }
  }

  /// @return true where the work is to be committed
  private boolean runAlone(Statement control, PendingWrite<?> write) throws SQLException {
    control.execute("SAVEPOINT one");
    boolean worked = write.run(connection);
    if (!worked) {
      control.execute("ROLLBACK TO one");
    }
    control.execute("RELEASE one");
    return worked;
  }

  private void commitDurably(Statement control) throws SQLException {
    gate.lock();
    try {
      control.execute("COMMIT");
    } finally {
      gate.unlock();
    }
  }

  private void rollBack(Statement control, Throwable cause) {
    // SQLite rolls back by itself after some errors (disk full, I/O): then this one says that there is nothing to do.
    gate.lock();
    try {
      control.execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    } finally {
      gate.unlock();
    }
  }
}
