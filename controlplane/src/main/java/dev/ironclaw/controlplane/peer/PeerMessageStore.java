package dev.ironclaw.controlplane.peer;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table `agent_messages`.
final class PeerMessageStore {
  Optional<PeerMessage> find(Connection connection, SessionId session, MessageId row) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT * FROM agent_messages WHERE session_id = ? AND row_id = ?")) {
      select.setString(1, session.value());
      select.setString(2, row.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(read(rows)) : Optional.empty();
      }
    }
  }

  void add(Connection connection, PeerMessage message) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        """
            INSERT INTO agent_messages (session_id, row_id, from_agent, to_agent, hops, is_answer, back_session, back_row, at)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      insert.setString(1, message.session().value());
      insert.setString(2, message.row().value());
      insert.setString(3, message.from().value());
      insert.setString(4, message.to().value());
      insert.setInt(5, message.hops());
      insert.setInt(6, message.isAnswer() ? 1 : 0);
      insert.setString(7, message.back().map(back -> back.session().value()).orElse(null));
      insert.setString(8, message.back().flatMap(PeerMessage.Back::asked).map(MessageId::value).orElse(null));
      insert.setLong(9, message.at().toEpochMilli());
      insert.executeUpdate();
    }
  }

  /// How many messages, not answers, this agent has sent since then.
  int sent(Connection connection, AgentGroupId from, Instant since) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT count(*) FROM agent_messages WHERE from_agent = ? AND is_answer = 0 AND at > ?")) {
      select.setString(1, from.value());
      select.setLong(2, since.toEpochMilli());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /// Nobody waits that long for an answer.
  void forget(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM agent_messages WHERE at < ?")) {
      delete.setLong(1, before.toEpochMilli());
      delete.executeUpdate();
    }
  }

  private static PeerMessage read(ResultSet row) throws SQLException {
    Optional<MessageId> asked = Optional.ofNullable(row.getString("back_row")).map(MessageId::new);
    return new PeerMessage(new SessionId(row.getString("session_id")), new MessageId(row.getString("row_id")),
        new AgentGroupId(row.getString("from_agent")), new AgentGroupId(row.getString("to_agent")), row.getInt("hops"),
        row.getInt("is_answer") == 1,
        Optional.ofNullable(row.getString("back_session"))
            .map(session -> new PeerMessage.Back(new SessionId(session), asked)),
        Instant.ofEpochMilli(row.getLong("at")));
  }
}
