package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/// The table `egress_rules`: what agents may send out.
final class EgressRuleStore {
  Set<EgressRule> all(Connection connection) throws SQLException {
    Set<EgressRule> found = new HashSet<>();
    try (
        var statement = connection.prepareStatement("SELECT agent_group, method, host, port, path FROM egress_rules");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new EgressRule(new AgentGroupId(rows.getString(1)), rows.getString(2), rows.getString(3),
            rows.getInt(4), rows.getString(5)));
      }
    }
    return found;
  }

  void put(Connection connection, EgressRule rule) throws SQLException {
    update(connection,
        "INSERT OR IGNORE INTO egress_rules (agent_group, method, host, port, path) VALUES (?, ?, ?, ?, ?)", rule);
  }

  void remove(Connection connection, EgressRule rule) throws SQLException {
    update(connection,
        "DELETE FROM egress_rules WHERE agent_group = ? AND method = ? AND host = ? AND port = ? AND path = ?", rule);
  }

  private static void update(Connection connection, String sql, EgressRule rule) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, rule.agentGroup().value());
      statement.setString(2, rule.method());
      statement.setString(3, rule.host());
      statement.setInt(4, rule.port());
      statement.setString(5, rule.path());
      statement.executeUpdate();
    }
  }
}
