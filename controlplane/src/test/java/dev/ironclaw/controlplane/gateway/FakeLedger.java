package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A real database with an audit log in memory that can be made to fail, and a fuse before and after every step. Where
/// there is a real log too, everything goes there as well.
final class FakeLedger implements Ledger {
  final List<AuditEvent> entries = new CopyOnWriteArrayList<>();
  final Fuse fuse = new Fuse();
  volatile Optional<ErrorCode> failure = Optional.empty();
  volatile boolean failsAfterCommit;
  volatile Runnable beforeCommit = () -> {};
  @Nullable
  volatile AuditLog log;
  private volatile boolean behind;
  private final Database database;

  FakeLedger(Database database) {
    this.database = database;
  }

  @Override
  public <T> T audited(AuditLog.Work<T> work) {
    // As the real one: what is missing in the file goes first.
    if (behind) {
      failWhereTold();
    }
    behind = false;
    T result = commit(work, false);
    if (failsAfterCommit) {
      behind = failure.isPresent();
      failWhereTold();
    }
    fuse.step();
    return result;
  }

  @Override
  public <T> T brake(AuditLog.Work<T> work) {
    T result = commit(work, true);
    fuse.step();
    return result;
  }

  private <T> T commit(AuditLog.Work<T> work, boolean brake) {
    fuse.step();
    beforeCommit.run();
    if (!failsAfterCommit) {
      failWhereTold();
    }
    AuditLog real = log;
    if (real == null) {
      return database.write(connection -> noted(work, new Unlogged(connection)));
    }
    AuditLog.Work<T> noted = transaction -> noted(work, transaction);
    return brake ? real.writeBestEffort(noted) : real.write(noted);
  }

  private <T> T noted(AuditLog.Work<T> work, AuditLog.Transaction transaction) throws SQLException {
    List<AuditEvent> events = new ArrayList<>();
    T value = work.run(new AuditLog.Transaction() {
      @Override
      public Connection connection() {
        return transaction.connection();
      }

      @Override
      public void audit(AuditEvent event) throws SQLException {
        transaction.audit(event);
        events.add(event);
      }
    });
    entries.addAll(events);
    return value;
  }

  private record Unlogged(Connection connection) implements AuditLog.Transaction {
    @Override
    public void audit(AuditEvent event) {
      // Noted by who calls.
    }
  }

  @Override
  public <T> T write(Database.Work<T> work) {
    fuse.step();
    T result = database.write(work);
    fuse.step();
    return result;
  }

  @Override
  public <T> T read(Database.Work<T> work) {
    fuse.step();
    return database.read(work);
  }

  @Override
  public void record(AuditEvent event) {
    failWhereTold();
    commit(one(event), false);
    fuse.step();
  }

  @Override
  public void recordBestEffort(AuditEvent event) {
    if (failure.isEmpty()) {
      commit(one(event), true);
    }
    fuse.step();
  }

  private static AuditLog.Work<Boolean> one(AuditEvent event) {
    return transaction -> {
      transaction.audit(event);
      return true;
    };
  }

  private void failWhereTold() {
    failure.ifPresent(code -> {
      throw new IronclawException(code, "write the audit log: the test said so");
    });
  }
}
