package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the audit log which card was given to whom who may decide on it: once for each person and card. Reading is no
/// effect, so it works where this can't be recorded.
final class CardsShown {
  private static final Logger LOG = LoggerFactory.getLogger(CardsShown.class);

  private final CardShownStore store = new CardShownStore();
  private final Ledger ledger;
  private final Clock clock;

  CardsShown(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// A stored change's card.
  void shown(Change change, Principal to) {
    note(change, change.id().value(), to, "card " + change.card().hash() + " shown");
  }

  /// The card of what somebody may submit.
  void previewed(Change draft, Principal to) {
    note(draft, CardShownStore.PREVIEW, to, "card " + draft.card().hash() + " shown in a preview");
  }

  /// For the entry of an approval: the card that it names, and when whoever approves was given it.
  String words(Connection connection, Change shown, String by) throws SQLException {
    String hash = shown.card().hash();
    return "card " + hash + store.first(connection, shown.id().value(), hash, by)
        .map(at -> " shown to them at " + at).orElse(", which they did not load from here");
  }

  private void note(Change change, String id, Principal to, String detail) {
    if (change.state() != ChangeState.PENDING || !mayDecide(to)) {
      return;
    }
    try {
      if (!ledger.<Boolean>read(connection -> store.has(connection, id, change.card().hash(), to.name()))) {
        record(change, id, to, detail);
      }
    } catch (IronclawException e) {
      LOG.warn("change={} step=shown: the card was given out and the audit log does not say so", change.id(), e);
    }
  }

  private void record(Change change, String id, Principal to, String detail) {
    Instant now = clock.instant();
    ledger.<Boolean>audited(transaction -> {
      boolean first = store.add(transaction.connection(), id, change.card().hash(), to.name(), now);
      if (first) {
        transaction.audit(new AuditEvent("card", id, change.kind().wireName(), to.name(), detail,
            change.agentGroup().map(AgentGroupId::value).orElse("")));
      }
      return first;
    });
  }

  private static boolean mayDecide(Principal principal) {
    return principal instanceof Principal.Operator operator && operator.may(Scope.APPROVE);
  }
}
