package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real database with an audit log in memory that can be made to fail, and a fuse before and after every step.
final class FakeLedger implements Ledger {
  final List<AuditEvent> entries = new CopyOnWriteArrayList<>();
  final Fuse fuse = new Fuse();
  volatile Optional<ErrorCode> failure = Optional.empty();
  volatile boolean failsAfterCommit;
  volatile Runnable beforeCommit = () -> {};
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
    T result = commit(work);
    if (failsAfterCommit) {
      behind = failure.isPresent();
      failWhereTold();
    }
    fuse.step();
    return result;
  }

  @Override
  public <T> T brake(AuditLog.Work<T> work) {
    T result = commit(work);
    fuse.step();
    return result;
  }

  private <T> T commit(AuditLog.Work<T> work) {
    fuse.step();
    beforeCommit.run();
    if (!failsAfterCommit) {
      failWhereTold();
    }
    return database.write(connection -> {
      List<AuditEvent> events = new ArrayList<>();
      T value = work.run(new AuditLog.Transaction() {
        @Override
        public Connection connection() {
          return connection;
        }

        @Override
        public void audit(AuditEvent event) {
          events.add(event);
        }
      });
      entries.addAll(events);
      return value;
    });
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
    fuse.step();
    failWhereTold();
    entries.add(event);
    fuse.step();
  }

  @Override
  public void recordBestEffort(AuditEvent event) {
    fuse.step();
    if (failure.isEmpty()) {
      entries.add(event);
    }
    fuse.step();
  }

  private void failWhereTold() {
    failure.ifPresent(code -> {
      throw new IronclawException(code, "write the audit log: the test said so");
    });
  }
}
