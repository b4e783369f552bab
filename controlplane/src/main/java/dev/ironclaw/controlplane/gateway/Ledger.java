package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.store.Database;

/// The state database and the audit log, as far as the gateway uses them: every durable step of a change is one call
/// here, so that tests can cut the power between any two.
interface Ledger {
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
