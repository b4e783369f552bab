package dev.ironclaw.controlplane.gateway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Some changes need two different people. The first approval is kept with the hash of the card that was shown and with how
/// far it goes: it counts for nothing once the card is another one, and two people agree only where they let it go equally
/// far.
final class TwoPeople {
  private final ApprovalStore store = new ApprovalStore();

  /// Notes one person's approval; again is the same.
  ///
  /// @return true where another person has approved the same card equally far before
  boolean add(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    boolean second = store.approvers(connection, shown, decision).stream()
        .anyMatch(by -> !by.equals(decision.decidedBy()));
    store.put(connection, shown, decision);
    return second;
  }

  /// Whether this very approval is noted.
  boolean has(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    return store.approvers(connection, shown, decision).contains(decision.decidedBy());
  }

  /// Who has approved this card so far.
  List<String> approvers(Connection connection, Change shown) throws SQLException {
    return store.approvers(connection, shown);
  }
}
