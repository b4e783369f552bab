package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.Database;

/// The state database and the audit log together: every durable step of whatever changes an agent's powers is one call
/// here, so that tests can cut the power between any two.
public interface Ledger {
  /// Returns when the transition is on disk together with its audit entries.
  <T> T audited(AuditLog.Work<T> work);

  /// For a rejection: the transition and its entries together, also where the entries can't reach the file yet.
  <T> T brake(AuditLog.Work<T> work);

  /// For what needs no entry.
  <T> T write(Database.Work<T> work);

  <T> T read(Database.Work<T> work);

  void record(AuditEvent event);

  /// For brakes and refusals, which happen whether or not they can be recorded.
  void recordBestEffort(AuditEvent event);
}
