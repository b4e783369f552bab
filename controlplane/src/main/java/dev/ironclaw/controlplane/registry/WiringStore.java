package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `wirings`.
final class WiringStore {
  /// Highest priority first, then by id.
  List<Wiring> all(Connection connection) throws SQLException {
    List<Wiring> found = new ArrayList<>();
    try (var statement = connection.prepareStatement("""
        SELECT id, messaging_group, agent_group, engage_mode, engage_pattern, sender_scope, ignored_message_policy,
          session_mode, priority FROM wirings ORDER BY priority DESC, id"""); var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new Wiring(new WiringId(rows.getString(1)), new MessagingGroupId(rows.getString(2)),
            new AgentGroupId(rows.getString(3)),
            WireNames.parse(EngageMode.values(), EngageMode::wireName, rows.getString(4)), rows.getString(5),
            WireNames.parse(SenderScope.values(), SenderScope::wireName, rows.getString(6)),
            WireNames.parse(IgnoredMessagePolicy.values(), IgnoredMessagePolicy::wireName, rows.getString(7)),
            WireNames.parse(SessionMode.values(), SessionMode::wireName, rows.getString(8)), rows.getInt(9)));
      }
    }
    return found;
  }

  Optional<AgentGroupId> agentOf(Connection connection, WiringId id) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT agent_group FROM wirings WHERE id = ?")) {
      statement.setString(1, id.value());
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(new AgentGroupId(rows.getString(1))) : Optional.empty();
      }
    }
  }

  void put(Connection connection, Wiring wiring) throws SQLException {
    try (var statement = connection.prepareStatement("""
        INSERT OR REPLACE INTO wirings (id, messaging_group, agent_group, engage_mode, engage_pattern, sender_scope,
          ignored_message_policy, session_mode, priority) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      statement.setString(1, wiring.id().value());
      statement.setString(2, wiring.messagingGroup().value());
      statement.setString(3, wiring.agentGroup().value());
      statement.setString(4, wiring.engageMode().wireName());
      statement.setString(5, wiring.engagePattern());
      statement.setString(6, wiring.senderScope().wireName());
      statement.setString(7, wiring.ignoredMessagePolicy().wireName());
      statement.setString(8, wiring.sessionMode().wireName());
      statement.setInt(9, wiring.priority());
      statement.executeUpdate();
    }
  }

  boolean remove(Connection connection, WiringId id) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM wirings WHERE id = ?")) {
      statement.setString(1, id.value());
      return statement.executeUpdate() == 1;
    }
  }
}
