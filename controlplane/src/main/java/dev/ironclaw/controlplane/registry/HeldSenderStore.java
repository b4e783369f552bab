package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The tables `held_senders` and `held_messages`. Strangers fill them, so both are bounded.
final class HeldSenderStore {
  /// Strangers that may wait at once, over all places.
  static final int MAX_SENDERS = 500;
  /// Messages kept for each of them.
  static final int MAX_MESSAGES = 20;

  /// False where the waiting list is full and the message was not kept; the same event again is kept once.
  boolean hold(Connection connection, HeldMessage message, Instant now) throws SQLException {
    if (isWaiting(connection, message)) {
      if (messagesOf(connection, message) >= MAX_MESSAGES) {
        return isKept(connection, message);
      }
    } else if (senders(connection) >= MAX_SENDERS) {
      return false;
    }
    try (var statement = connection.prepareStatement("""
        INSERT INTO held_senders (messaging_group, agent_group, user_id, display_name, first_at, last_at)
          VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET display_name = excluded.display_name,
          last_at = excluded.last_at""")) {
      statement.setString(1, message.messagingGroup().value());
      statement.setString(2, message.agentGroup().value());
      statement.setString(3, message.user().value());
      statement.setString(4, message.displayName());
      statement.setLong(5, now.toEpochMilli());
      statement.setLong(6, now.toEpochMilli());
      statement.executeUpdate();
    }
    try (var statement = connection.prepareStatement("""
        INSERT INTO held_messages (event_id, messaging_group, agent_group, user_id, thread_id, text, at)
          VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
      statement.setString(1, message.event().value());
      statement.setString(2, message.messagingGroup().value());
      statement.setString(3, message.agentGroup().value());
      statement.setString(4, message.user().value());
      statement.setString(5, message.threadId().orElse(""));
      statement.setString(6, message.text());
      statement.setLong(7, now.toEpochMilli());
      statement.executeUpdate();
    }
    return true;
  }

  /// Longest waiting first.
  List<HeldSender> all(Connection connection) throws SQLException {
    List<HeldSender> found = new ArrayList<>();
    try (var statement = connection.prepareStatement("""
        SELECT s.messaging_group, s.agent_group, s.user_id, s.display_name, s.first_at, s.last_at, count(m.event_id)
          FROM held_senders s LEFT JOIN held_messages m ON m.messaging_group = s.messaging_group
            AND m.agent_group = s.agent_group AND m.user_id = s.user_id
          GROUP BY s.messaging_group, s.agent_group, s.user_id ORDER BY s.first_at, s.user_id""");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new HeldSender(new MessagingGroupId(rows.getString(1)), new AgentGroupId(rows.getString(2)),
            new UserId(rows.getString(3)), rows.getString(4), Instant.ofEpochMilli(rows.getLong(5)),
            Instant.ofEpochMilli(rows.getLong(6)), rows.getInt(7)));
      }
    }
    return found;
  }

  private static boolean isWaiting(Connection connection, HeldMessage message) throws SQLException {
    return count(connection,
        "SELECT count(*) FROM held_senders WHERE messaging_group = ? AND agent_group = ? AND user_id = ?",
        message.messagingGroup().value(), message.agentGroup().value(), message.user().value()) > 0;
  }

  private static int messagesOf(Connection connection, HeldMessage message) throws SQLException {
    return count(connection,
        "SELECT count(*) FROM held_messages WHERE messaging_group = ? AND agent_group = ? AND user_id = ?",
        message.messagingGroup().value(), message.agentGroup().value(), message.user().value());
  }

  private static boolean isKept(Connection connection, HeldMessage message) throws SQLException {
    return count(connection,
        "SELECT count(*) FROM held_messages WHERE event_id = ? AND messaging_group = ? AND agent_group = ?",
        message.event().value(), message.messagingGroup().value(), message.agentGroup().value()) > 0;
  }

  private static int senders(Connection connection) throws SQLException {
    return count(connection, "SELECT count(*) FROM held_senders");
  }

  private static int count(Connection connection, String sql, String... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
