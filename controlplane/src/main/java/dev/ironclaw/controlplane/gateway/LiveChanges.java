package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.Optional;

/// Shows changes as they are now: a pending one against its agent group's present revision, so that its card (and the
/// hash that an approval must carry) never describes an agent that is no more; a decided one as it was decided.
final class LiveChanges {
  private final Registry registry;

  LiveChanges(Registry registry) {
    this.registry = registry;
  }

  Change show(StoredChange row) {
    Optional<AgentGroup> group = registry.agentGroup(row.change().agentGroup());
    if (!row.isPending() || group.isEmpty() || group.get().revision() == row.change().baseRevision()) {
      return row.change();
    }
    try {
      return rebased(row, group.get());
    } catch (IronclawException _) {
      // Stored by a version that accepted it; approving it fails when it is applied, rejecting it works.
      return row.change();
    }
  }

  private static Change rebased(StoredChange row, AgentGroup base) {
    Change old = row.change();
    Payload payload = row.payload(base);
    ChangeCard card = ChangeCards.render(old.kind(), payload, base, ChangeCards.Request.of(old));
    return new Change(old.id(), old.kind(), old.agentGroup(), base.revision(), Applier.undone(base, payload),
        old.after(), old.reason(), old.requestedBy(), old.origin(), old.createdAt(), old.expiresAt(), old.state(),
        old.decision(), old.error(), card);
  }
}
