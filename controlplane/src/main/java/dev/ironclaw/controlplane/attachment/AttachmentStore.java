package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The table `attachments`.
final class AttachmentStore {
  private static final String SELECT = "SELECT id, session_id, agent_group, message_id, call_id, name, size, sha256, at FROM attachments ";
  private static final JsonMapper JSON = JsonMapper.shared();

  void add(Connection connection, Attachment file, byte[] content) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO attachments (id, session_id, agent_group, message_id, call_id, name, size, sha256, at, content)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      insert.setString(1, file.id());
      insert.setString(2, file.session().value());
      insert.setString(3, file.agentGroup().value());
      insert.setString(4, file.message().value());
      insert.setString(5, file.call().value());
      insert.setString(6, file.name());
      insert.setLong(7, file.size());
      insert.setString(8, file.sha256());
      insert.setLong(9, file.at().toEpochMilli());
      insert.setBytes(10, content);
      insert.executeUpdate();
    }
  }

  Optional<Attachment> find(Connection connection, SessionId session, String id) throws SQLException {
    return select(connection, "WHERE session_id = ? AND id = ?", session.value(), id).stream().findFirst();
  }

  Optional<Attachment> of(Connection connection, SessionId session, MessageId message) throws SQLException {
    return select(connection, "WHERE session_id = ? AND message_id = ?", session.value(), message.value()).stream()
        .findFirst();
  }

  List<Attachment> of(Connection connection, SessionId session, Collection<MessageId> messages) throws SQLException {
    return select(connection, "WHERE session_id = ? AND message_id IN (SELECT value FROM json_each(?))",
        session.value(), JSON.writeValueAsString(messages.stream().map(MessageId::value).toList()));
  }

  Optional<byte[]> content(Connection connection, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT content FROM attachments WHERE id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
      }
    }
  }

  /// How many files an agent has sent since then.
  int since(Connection connection, AgentGroupId agent, Instant time) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT count(*) FROM attachments WHERE agent_group = ? AND at > ?")) {
      select.setString(1, agent.value());
      select.setLong(2, time.toEpochMilli());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /// Empties the agent's oldest files, so that the others take no more than so many bytes.
  ///
  /// @return how many were emptied
  int empty(Connection connection, AgentGroupId agent, long bytes) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE attachments SET content = x'' WHERE length(content) > 0 AND id IN (
          SELECT id FROM (SELECT id, sum(length(content)) OVER (ORDER BY at DESC, rowid DESC) AS taken
            FROM attachments WHERE agent_group = ?) WHERE taken > ?)""")) {
      update.setString(1, agent.value());
      update.setLong(2, bytes);
      return update.executeUpdate();
    }
  }

  /// Forgets the agent's oldest files but so many.
  void forget(Connection connection, AgentGroupId agent, int kept) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("""
        DELETE FROM attachments WHERE id IN (
          SELECT id FROM attachments WHERE agent_group = ? ORDER BY at DESC, rowid DESC LIMIT -1 OFFSET ?)""")) {
      delete.setString(1, agent.value());
      delete.setInt(2, kept);
      delete.executeUpdate();
    }
  }

  private static List<Attachment> select(Connection connection, String where, String... values) throws SQLException {
    List<Attachment> files = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          files.add(new Attachment(row.getString(1), new SessionId(row.getString(2)),
              new AgentGroupId(row.getString(3)), new MessageId(row.getString(4)), new MessageId(row.getString(5)),
              row.getString(6), row.getLong(7), row.getString(8), Instant.ofEpochMilli(row.getLong(9))));
        }
      }
    }
    return files;
  }
}
