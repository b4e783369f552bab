package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.registry.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Some changes need two different people. The first approval is kept with the hash of the card that was shown and with how
/// far it goes: it counts for nothing once the card is another one, once the token of who gave it is no good any more, and
/// once another policy is in force; and two people agree only where they let it go equally far.
final class TwoPeople {
  private final ApprovalStore store = new ApprovalStore();
  private final Approvers approvers;

  TwoPeople(Approvers approvers) {
    this.approvers = approvers;
  }

  /// Notes one person's approval; again is the same.
  ///
  /// @return true where another person has approved the same card equally far before, and still may
  boolean add(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    boolean second = store.approvers(connection, shown, decision).stream().filter(this::counts)
        .anyMatch(by -> !by.equals(decision.decidedBy()));
    store.put(connection, shown, decision);
    return second;
  }

  /// Whether this very approval is noted.
  boolean has(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    return store.approvers(connection, shown, decision).contains(decision.decidedBy());
  }

  /// Whose approval of this card counts so far.
  List<String> approvers(Connection connection, Change shown) throws SQLException {
    return store.approvers(connection, shown).stream().filter(this::counts).toList();
  }

  /// There is another policy: whoever approved under the old one has to do it again, by the rules of this one.
  void forget(Connection connection) throws SQLException {
    store.removePending(connection);
  }

  /// Whether an approval by this one is worth anything now.
  boolean counts(String by) {
    return Principal.Operator.tokenName(by).filter(approvers::has).isPresent();
  }
}
