package dev.ironclaw.controlplane.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Turns writes that wait at the same time into one durable commit. No thread of its own: the first waiting caller
/// leads, runs everybody's work in order, each in its own savepoint, commits once, and hands the lead to the next that
/// waits. So work may run on another caller's thread.
final class GroupCommit {
  /// Bounds the time that the first of a group waits for the last.
  private static final int MAX_GROUP = 256;

  private final Turn turn;
  private final LogRoom room;
  /// Belongs to the turn.
  private Statements statements;
  private final Object lock = new Object();
  private final Deque<PendingWrite<?>> pending = new ArrayDeque<>();
  private boolean led;

  GroupCommit(Connection connection, Turn turn, LogRoom room) throws SQLException {
    this.turn = turn;
    this.room = room;
    this.statements = new Statements(connection);
  }

  /// In a turn: from now on commits go to this connection.
  void use(Connection next) throws SQLException {
    statements = new Statements(next);
  }

  /// They live as long as the connection, which closes them.
  private static final class Statements {
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement savepoint;
    private final PreparedStatement release;
    private final PreparedStatement undo;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;

    Statements(Connection connection) throws SQLException {
      this.connection = connection;
      this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
      this.savepoint = connection.prepareStatement("SAVEPOINT one");
      this.release = connection.prepareStatement("RELEASE one");
      this.undo = connection.prepareStatement("ROLLBACK TO one");
      this.commit = connection.prepareStatement("COMMIT");
      this.rollback = connection.prepareStatement("ROLLBACK");
    }
  }

  <T> T write(Database.Work<T> work) throws SQLException {
    PendingWrite<T> write = new PendingWrite<>(work);
    boolean lead;
    synchronized (lock) {
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
      List<PendingWrite<?>> group = new ArrayList<>();
      while (group.size() < MAX_GROUP && !pending.isEmpty()) {
        group.add(pending.remove());
      }
      return group;
    }
  }

  private void handOver() {
    synchronized (lock) {
      PendingWrite<?> next = pending.peek();
      led = next != null;
      if (next != null) {
        next.takeTheLead();
      }
    }
  }

  private void commit(List<PendingWrite<?>> group) {
    try {
      turn.write(() -> {
        boolean changed = transact(group);
        if (changed) {
          room.keepAhead();
        }
        return changed;
      });
    } catch (SQLException | RuntimeException | Error e) {
      // One fault of the file ends them all: nothing of the group is stored.
      group.forEach(write -> write.fail(e));
    }
  }

  private boolean transact(List<PendingWrite<?>> group) throws SQLException {
    statements.begin.execute();
    try {
      boolean changed = false;
      for (PendingWrite<?> write : group) {
        changed |= runAlone(write);
      }
      (changed ? statements.commit : statements.rollback).execute();
      return changed;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  /// @return true where the work is to be committed
  private boolean runAlone(PendingWrite<?> write) throws SQLException {
    statements.savepoint.execute();
    boolean worked = write.run(statements.connection);
    if (!worked) {
      statements.undo.execute();
    }
    statements.release.execute();
    return worked;
  }

  private void rollBack(Throwable cause) {
    // SQLite rolls back by itself after some errors (disk full, I/O): then this one says that there is nothing to do.
    try {
      statements.rollback.execute();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
