package dev.ironclaw.controlplane.testing;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.store.Database;
import java.util.function.Consumer;

/// Another ledger, and whatever a test lets happen between its steps.
public final class WatchedLedger implements Ledger {
  /// Before each audited transaction begins.
  public volatile Runnable beforeTransaction = () -> {};
  /// Before each entry that keeps nothing from happening.
  public volatile Runnable beforeBrake = () -> {};
  /// Within each audited transaction, before its work.
  public volatile Runnable beforeAudited = () -> {};
  /// Before whoever reads gets to see it.
  public volatile Runnable afterRead = () -> {};
  /// After each entry of a brake or a refusal is there.
  public volatile Consumer<AuditEvent> afterBestEffort = _ -> {};
  private final Ledger real;

  public WatchedLedger(Ledger real) {
    this.real = real;
  }

  @Override
  public <T> T audited(AuditLog.Work<T> work) {
    beforeTransaction.run();
    return real.audited(transaction -> {
      beforeAudited.run();
      return work.run(transaction);
    });
  }

  @Override
  public <T> T brake(AuditLog.Work<T> work) {
    beforeBrake.run();
    return real.brake(work);
  }

  @Override
  public <T> T write(Database.Work<T> work) {
    return real.write(work);
  }

  @Override
  public <T> T read(Database.Work<T> work) {
    T result = real.read(work);
    afterRead.run();
    return result;
  }

  @Override
  public void record(AuditEvent event) {
    real.record(event);
  }

  @Override
  public void recordBestEffort(AuditEvent event) {
    real.recordBestEffort(event);
    afterBestEffort.accept(event);
  }
}
