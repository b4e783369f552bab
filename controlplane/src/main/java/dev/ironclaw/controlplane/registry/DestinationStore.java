package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/// The table `destinations`: places that an agent may write to without having been asked from there.
final class DestinationStore {
  Set<Destination> all(Connection connection) throws SQLException {
    Set<Destination> found = new HashSet<>();
    try (var statement = connection.prepareStatement("SELECT agent_group, channel_type, platform_id FROM destinations");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new Destination(new AgentGroupId(rows.getString(1)), rows.getString(2), rows.getString(3)));
      }
    }
    return found;
  }

  void put(Connection connection, Destination destination) throws SQLException {
    update(connection, "INSERT OR IGNORE INTO destinations (agent_group, channel_type, platform_id) VALUES (?, ?, ?)",
        destination);
  }

  boolean remove(Connection connection, Destination destination) throws SQLException {
    return update(connection,
        "DELETE FROM destinations WHERE agent_group = ? AND channel_type = ? AND platform_id = ?", destination) == 1;
  }

  private static int update(Connection connection, String sql, Destination destination) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, destination.agentGroup().value());
      statement.setString(2, destination.channelType());
      statement.setString(3, destination.platformId());
      return statement.executeUpdate();
    }
  }
}
