package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `approvals`: what each person let pass of a change, the newest alone.
final class ApprovalStore {
  void put(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT OR REPLACE INTO approvals (change_id, by, card_hash, scope_json, at) VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, shown.id().value());
      insert.setString(2, decision.decidedBy());
      insert.setString(3, shown.card().hash());
      insert.setString(4, Scopes.store(decision.scope()));
      insert.setLong(5, decision.decidedAt().toEpochMilli());
      insert.executeUpdate();
    }
  }

  /// Takes back what nobody has decided by yet.
  void removePending(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(
        "DELETE FROM approvals WHERE change_id IN (SELECT id FROM changes WHERE state = 'pending')")) {
      delete.executeUpdate();
    }
  }

  /// Who has approved this card this far.
  List<String> approvers(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    return select(connection, "card_hash = ? AND scope_json = ?", shown.id(), shown.card().hash(),
        Scopes.store(decision.scope()));
  }

  /// Who has approved this card, however far.
  List<String> approvers(Connection connection, Change shown) throws SQLException {
    return select(connection, "card_hash = ?", shown.id(), shown.card().hash());
  }

  private static List<String> select(Connection connection, String condition, ChangeId id, String... values)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement select = connection
        .prepareStatement("SELECT by FROM approvals WHERE change_id = ? AND " + condition + " ORDER BY at, by")) {
      select.setString(1, id.value());
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 2, values[i]);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }
}
