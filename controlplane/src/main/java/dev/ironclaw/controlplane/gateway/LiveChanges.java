package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.Limit;
import java.util.Set;

/// Shows changes as they are now: a pending one against the registry of this moment, so that its card (and the hash that
/// an approval must carry) never describes what is no more, of its own agent or of others that its sentences name; a
/// decided one as it was decided.
final class LiveChanges {
  private final Bases bases;
  private final Vetoes vetoes;

  LiveChanges(Bases bases, Vetoes vetoes) {
    this.bases = bases;
    this.vetoes = vetoes;
  }

  Change show(StoredChange stored) {
    StoredChange row = vetoes.over(stored);
    Change change = row.change();
    try {
      return row.isPending() ? rebased(change) : change;
    } catch (IronclawException _) {
      // Accepted on another base, where it was possible: approving it fails when it is applied, rejecting it works.
      return change;
    }
  }

  Set<Limit> limits(Change change) {
    try {
      return bases.now(change).limits();
    } catch (IronclawException _) {
      return Set.of();
    }
  }

  private Change rebased(Change old) {
    Asked<?> asked = bases.now(old);
    return old.onBase(asked.base().revision(), asked.before(),
        ChangeCards.render(asked, ChangeCards.Request.of(old)));
  }
}
