package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.kind.Risk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Changes of some risks need two different people. The first approval is kept with the hash of the card that was shown:
/// it counts for nothing once the card is another one.
final class TwoPeople {
  private final Set<Risk> risks;

  TwoPeople(Set<Risk> risks) {
    this.risks = Set.copyOf(risks);
  }

  boolean needed(Change change) {
    return risks.contains(change.card().risk());
  }

  /// Notes one person's approval of one card; again is the same.
  ///
  /// @return true where another person has approved the same card before
  boolean add(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    String scope = Scopes.store(decision.scope());
    boolean second = hasOther(connection, shown, decision.decidedBy(), scope);
    try (PreparedStatement insert = connection
        .prepareStatement(
            "INSERT OR REPLACE INTO approvals (change_id, by, card_hash, scope_json, at) VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, shown.id().value());
      insert.setString(2, decision.decidedBy());
      insert.setString(3, shown.card().hash());
      insert.setString(4, scope);
      insert.setLong(5, decision.decidedAt().toEpochMilli());
      insert.executeUpdate();
    }
    return second;
  }

  /// Whether this very approval, of this card and as far, is noted.
  boolean has(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT 1 FROM approvals WHERE change_id = ? AND card_hash = ? AND scope_json = ? AND by = ?")) {
      select.setString(1, shown.id().value());
      select.setString(2, shown.card().hash());
      select.setString(3, Scopes.store(decision.scope()));
      select.setString(4, decision.decidedBy());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Two people agree only where they let it go equally far.
  private static boolean hasOther(Connection connection, Change shown, String by, String scope) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT 1 FROM approvals WHERE change_id = ? AND card_hash = ? AND scope_json = ? AND by <> ?")) {
      select.setString(1, shown.id().value());
      select.setString(2, shown.card().hash());
      select.setString(3, scope);
      select.setString(4, by);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Who has approved this card so far.
  List<String> approvers(Connection connection, ChangeId id, String cardHash) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement select = connection
        .prepareStatement("SELECT by FROM approvals WHERE change_id = ? AND card_hash = ? ORDER BY at, by")) {
      select.setString(1, id.value());
      select.setString(2, cardHash);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }
}
