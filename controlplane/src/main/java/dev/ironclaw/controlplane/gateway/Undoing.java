package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.Optional;

/// Turns an applied change into the one that puts back what it replaced. That one is a change like any other: it has a
/// card, waits for a human, and can be undone.
final class Undoing {
  private final ChangeStore store;
  private final Ledger ledger;
  private final Grants grants;

  Undoing(ChangeStore store, Ledger ledger, Grants grants) {
    this.store = store;
    this.ledger = ledger;
    this.grants = grants;
  }

  ChangeSubmission of(ChangeId id, Principal by) {
    Change change = ledger.read(connection -> store.find(connection, id)).map(StoredChange::change).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "undo change " + id + ": there is no such change"));
    if (change.state() != ChangeState.APPLIED) {
      throw new IronclawException(ErrorCode.CONFLICT, "undo change " + id + ": it is " + change.state().wireName()
          + ", and only an applied one has something to undo");
    }
    grants.limitedEndedBy(id).stream().findFirst().ifPresent(grant -> {
      throw new IronclawException(ErrorCode.CONFLICT, "undo change " + id + ": it took away " + grant.item()
          + ", which was granted " + grant.scope().words() + ", and undoing it would give it without limit; "
          + "ask for it anew and limit the approval");
    });
    return new ChangeSubmission(Optional.empty(), change.kind().wireName(), change.agentGroup(), change.before(),
        Optional.of("undoes " + id), by, Optional.empty());
  }
}
