package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

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
    grants.overSince(change.agentGroup(), change.decision().orElseThrow().decidedAt()).stream()
        .filter(grant -> names(change.before(), grant)).findFirst().ifPresent(grant -> {
          throw new IronclawException(ErrorCode.CONFLICT, "undo change " + id + ": that would give back "
              + grant.item() + " without limit, which was granted " + grant.scope().words() + " and has ended ("
              + grant.endedBy().orElse("") + "); ask for what else is to come back, and for " + grant.item()
              + " by itself if it is still wanted, with a limit on the approval");
        });
    return new ChangeSubmission(Optional.empty(), change.kind().wireName(), change.agentGroup(), change.before(),
        Optional.of("undoes " + id), by, Optional.empty());
  }

  /// Every kind names in its payload what it gives, some in several fields.
  private static boolean names(JsonNode before, Grant grant) {
    Set<String> words = new HashSet<>();
    collect(before, words);
    return words.contains(grant.item().key()) || words.containsAll(List.of(grant.item().key().split("/", 2)));
  }

  private static void collect(JsonNode node, Set<String> words) {
    if (node.isString()) {
      words.add(node.asString());
    }
    node.forEach(part -> collect(part, words));
  }
}
