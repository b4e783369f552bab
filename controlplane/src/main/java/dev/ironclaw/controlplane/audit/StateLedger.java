package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.Database;

/// The real one: `state.db` and `audit.jsonl`.
public record StateLedger(Database state, AuditLog audit) implements Ledger {
  @Override
  public <T> T audited(AuditLog.Work<T> work) {
    return audit.write(work);
  }

  @Override
  public <T> T brake(AuditLog.Work<T> work) {
    return audit.writeBestEffort(work);
  }

  @Override
  public <T> T write(Database.Work<T> work) {
    return state.write(work);
  }

  @Override
  public <T> T read(Database.Work<T> work) {
    return state.read(work);
  }

  @Override
  public void record(AuditEvent event) {
    audit.record(event);
  }

  @Override
  public void recordBestEffort(AuditEvent event) {
    audit.recordBestEffort(event);
  }
}
