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
import java.util.List;
import java.util.Optional;

/// The table `attachments`.
final class AttachmentStore {
  private static final String SELECT = "SELECT id, session_id, agent_group, message_id, call_id, name, size, sha256, at FROM attachments ";

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

  List<Attachment> of(Connection connection, SessionId session) throws SQLException {
    return select(connection, "WHERE session_id = ?", session.value());
  }

  Optional<byte[]> content(Connection connection, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT content FROM attachments WHERE id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
      }
    }
  }

  /// Bytes that an agent's files take.
  long held(Connection connection, AgentGroupId agent) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT coalesce(sum(size), 0) FROM attachments WHERE agent_group = ?")) {
      select.setString(1, agent.value());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
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
