package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/// A real database, a log in memory, and a power that can be cut before and after every step.
final class CutLedger implements Ledger {
  final List<AuditEvent> entries = new ArrayList<>();
  private final Database database;
  private int left = Integer.MAX_VALUE;
  /// What others do meanwhile.
  private Runnable atStep = () -> {};

  CutLedger(Database database) {
    this.database = database;
  }

  /// The end of the process.
  static final class Cut extends Error {
    private static final long serialVersionUID = 1;
  }

  void cutAfter(int steps) {
    left = steps;
  }

  void mend() {
    left = Integer.MAX_VALUE;
  }

  void atEachStep(Runnable act) {
    atStep = act;
  }

  void step() {
    atStep.run();
    left--;
    if (left < 0) {
      throw new Cut();
    }
  }

  private <T> T commit(AuditLog.Work<T> work) {
    step();
    List<AuditEvent> noted = new ArrayList<>();
    T result = database.write(connection -> {
      noted.clear();
      return work.run(new AuditLog.Transaction() {
        @Override
        public Connection connection() {
          return connection;
        }

        @Override
        public void audit(AuditEvent event) {
          noted.add(event);
        }
      });
    });
    entries.addAll(noted);
    step();
    return result;
  }

  @Override
  public <T> T audited(AuditLog.Work<T> work) {
    return commit(work);
  }

  @Override
  public <T> T brake(AuditLog.Work<T> work) {
    return commit(work);
  }

  @Override
  public <T> T write(Database.Work<T> work) {
    step();
    T result = database.write(work);
    step();
    return result;
  }

  @Override
  public <T> T read(Database.Work<T> work) {
    return database.read(work);
  }

  @Override
  public void record(AuditEvent event) {
    step();
    entries.add(event);
  }

  @Override
  public void recordBestEffort(AuditEvent event) {
    entries.add(event);
  }
}
