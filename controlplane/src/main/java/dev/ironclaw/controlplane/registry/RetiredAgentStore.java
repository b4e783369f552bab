package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The table `retired_agents`.
final class RetiredAgentStore {
  List<RetiredAgent> all(Connection connection) throws SQLException {
    List<RetiredAgent> found = new ArrayList<>();
    try (
        var statement = connection.prepareStatement(
            "SELECT id, name, folder, retired_at, erasing FROM retired_agents ORDER BY retired_at, id");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new RetiredAgent(new AgentGroupId(rows.getString(1)), rows.getString(2), rows.getString(3),
            Instant.ofEpochMilli(rows.getLong(4)), rows.getInt(5) == 1));
      }
    }
    return found;
  }

  /// Takes the agent's row as it is now.
  void retire(Connection connection, AgentGroupId id, Instant now) throws SQLException {
    try (var statement = connection.prepareStatement("""
        INSERT OR REPLACE INTO retired_agents (id, name, folder, retired_at, erasing)
          SELECT id, name, folder, ?, 0 FROM agent_groups WHERE id = ?""")) {
      statement.setLong(1, now.toEpochMilli());
      statement.setString(2, id.value());
      statement.executeUpdate();
    }
  }

  /// Whether files of a retired agent are in the way of this one: it may take over all of its namesake's, and nothing of
  /// anybody else's.
  boolean blocks(Connection connection, AgentGroup wanted) throws SQLException {
    for (RetiredAgent retired : all(connection)) {
      boolean sameId = retired.id().equals(wanted.id());
      boolean sameFolder = retired.folder().equals(wanted.folder());
      if (sameId != sameFolder || (sameId && retired.erasing())) {
        return true;
      }
    }
    return false;
  }

  /// From now on nothing brings it back.
  ///
  /// @return false where it is not retired any more
  boolean beginErasing(Connection connection, AgentGroupId id) throws SQLException {
    return update(connection, "UPDATE retired_agents SET erasing = 1 WHERE id = ?", id) == 1;
  }

  /// It is back, or nothing of it is left.
  void remove(Connection connection, AgentGroupId id) throws SQLException {
    update(connection, "DELETE FROM retired_agents WHERE id = ?", id);
  }

  /// All rows that are about its conversations.
  void removeConversations(Connection connection, AgentGroupId id) throws SQLException {
    for (String table : List.of("unsettled_sessions", "deliveries", "agent_messages")) {
      update(connection,
          "DELETE FROM " + table + " WHERE session_id IN (SELECT id FROM sessions WHERE agent_group = ?)",
          id);
    }
    update(connection, "DELETE FROM notes_words WHERE rowid IN (SELECT seq FROM notes WHERE agent_group = ?)", id);
    for (String table : List.of("sessions", "held_senders", "held_messages", "questions", "attachments", "notes",
        "schedules")) {
      update(connection, "DELETE FROM " + table + " WHERE agent_group = ?", id);
    }
  }

  private static int update(Connection connection, String sql, AgentGroupId id) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, id.value());
      return statement.executeUpdate();
    }
  }
}
