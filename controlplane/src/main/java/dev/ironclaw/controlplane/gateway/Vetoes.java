package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Rejections that the disk would not take. Each holds in memory until it is stored: nobody can approve the change, and
/// one that is approved already is not applied. Where this process ends first the change is what the disk says, and a
/// human is asked again.
///
/// Threading: any thread.
final class Vetoes {
  static final String WAITS = "holds, and is stored when the disk can be written; where this process ends before that, "
      + "the change has to be rejected again";

  private final ChangeStore store;
  private final Ledger ledger;
  private final Map<ChangeId, Change.DecisionRecord> held = new ConcurrentHashMap<>();

  Vetoes(ChangeStore store, Ledger ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  void hold(ChangeId id, Change.DecisionRecord decision) {
    held.putIfAbsent(id, decision);
  }

  boolean holds(ChangeId id) {
    return held.containsKey(id);
  }

  /// The row as people have decided it.
  StoredChange over(StoredChange row) {
    Change change = row.change();
    Change.DecisionRecord decision = held.get(change.id());
    return decision == null || (change.state() != ChangeState.PENDING && change.state() != ChangeState.APPROVED)
        ? row
        : new StoredChange(change.rejected(decision, WAITS), row.requestDigest(), row.finished(), row.askedFor());
  }

  /// The changes of which something is held.
  Set<ChangeId> ids() {
    return Set.copyOf(held.keySet());
  }

  /// Stores what is held of this change. It fails where the disk still refuses.
  ///
  /// @return true where that is what decided it
  boolean settle(ChangeId id) {
    Optional<Change.DecisionRecord> decision = Optional.ofNullable(held.get(id));
    boolean settled = false;
    if (decision.isPresent()) {
      settled = ledger.brake(transaction -> {
        boolean rejected = store.close(transaction.connection(), id, ChangeState.REJECTED, decision.get());
        Optional<StoredChange> row = store.find(transaction.connection(), id);
        if (rejected && row.isPresent()) {
          transaction.audit(new AuditEvent("decision", id.value(), row.get().change().kind().wireName(),
              decision.get().decidedBy(), "rejected at " + decision.get().decidedAt() + ", stored now"));
        }
        return rejected;
      });
      held.remove(id);
    }
    return settled;
  }
}
