package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/// The table `vault_uses`: which credentials the host uses for which agents, and where.
final class VaultUseStore {
  Set<VaultUse> all(Connection connection) throws SQLException {
    Set<VaultUse> found = new HashSet<>();
    try (var statement = connection.prepareStatement("SELECT agent_group, credential, host FROM vault_uses");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new VaultUse(new AgentGroupId(rows.getString(1)), rows.getString(2), rows.getString(3)));
      }
    }
    return found;
  }

  void put(Connection connection, VaultUse use) throws SQLException {
    update(connection, "INSERT OR IGNORE INTO vault_uses (agent_group, credential, host) VALUES (?, ?, ?)", use);
  }

  void remove(Connection connection, VaultUse use) throws SQLException {
    update(connection, "DELETE FROM vault_uses WHERE agent_group = ? AND credential = ? AND host = ?", use);
  }

  private static void update(Connection connection, String sql, VaultUse use) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, use.agentGroup().value());
      statement.setString(2, use.credential());
      statement.setString(3, use.host());
      statement.executeUpdate();
    }
  }
}
