package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit.Ack;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// `messages_out`, `processing_ack` and `session_state` in `outbound.db`.
final class OutboundTable {
  private static final String COLUMNS = "id, seq, in_reply_to, timestamp, deliver_after, kind, platform_id,"
      + " channel_type, thread_id, content";
  /// As bytes: in a text SQLite would take a zero for the end.
  private static final String HEAD = COLUMNS.replace("content",
      "CAST(substr(CAST(content AS BLOB), 1, ?2) AS TEXT)");

  private static final long PAGE_BYTES = 4096;

  private OutboundTable() {}

  /// The next odd seq is taken inside the statement; nothing where the id is there already.
  static OptionalLong insert(Connection connection, MessageOut row, Instant time) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO messages_out(" + COLUMNS
        + ") VALUES (?, (SELECT (COALESCE(MAX(seq), -1) + 1) | 1 FROM messages_out), ?, ?, ?, ?, ?, ?, ?, ?)"
        + " ON CONFLICT(id) DO NOTHING RETURNING seq")) {
      insert.setString(1, row.id().value());
      insert.setString(2, row.inReplyTo().map(MessageId::value).orElse(null));
      insert.setString(3, QueueClock.text(time));
      insert.setString(4, row.deliverAfter().map(QueueClock::text).orElse(null));
      insert.setString(5, InboundTable.lower(row.kind()));
      insert.setString(6, row.platformId());
      insert.setString(7, row.channelType());
      insert.setString(8, row.threadId().orElse(null));
      insert.setString(9, row.content());
      try (ResultSet seq = insert.executeQuery()) {
        return seq.next() ? OptionalLong.of(seq.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /// A status only moves from processing to a final one.
  static void acknowledge(Connection connection, Ack ack, Instant time) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO processing_ack(message_id, status,"
        + " status_changed) VALUES (?, ?, ?) ON CONFLICT(message_id) DO UPDATE SET status = excluded.status,"
        + " status_changed = excluded.status_changed"
        + " WHERE processing_ack.status = 'processing' AND excluded.status <> 'processing'")) {
      upsert.setString(1, ack.messageId().value());
      upsert.setString(2, InboundTable.lower(ack.status()));
      upsert.setString(3, QueueClock.text(time));
      upsert.executeUpdate();
    }
  }

  static boolean finished(Connection connection, MessageId inbound) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT 1 FROM processing_ack WHERE message_id = ? AND status IN ('completed', 'failed')")) {
      select.setString(1, inbound.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  static void remember(Connection connection, StateEntry entry, Instant time) throws SQLException {
    if (entry.value().isEmpty()) {
      try (PreparedStatement delete = connection.prepareStatement("DELETE FROM session_state WHERE key = ?")) {
        delete.setString(1, entry.key());
        delete.executeUpdate();
      }
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO session_state(key, value, updated_at)"
        + " VALUES (?, ?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at")) {
      upsert.setString(1, entry.key());
      upsert.setString(2, entry.value().get());
      upsert.setString(3, QueueClock.text(time));
      upsert.executeUpdate();
    }
  }

  static Map<String, String> state(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT key, value FROM session_state ORDER BY key");
        ResultSet row = select.executeQuery()) {
      Map<String, String> state = new LinkedHashMap<>();
      while (row.next()) {
        state.put(row.getString(1), row.getString(2));
      }
      return state;
    }
  }

  /// A row without its words.
  record Ref(long seq, MessageId id, Optional<Instant> deliverAfter) {}

  static List<Ref> refs(Connection connection) throws SQLException {
    try (
        PreparedStatement select = connection
            .prepareStatement("SELECT seq, id, deliver_after FROM messages_out ORDER BY seq");
        ResultSet row = select.executeQuery()) {
      List<Ref> refs = new ArrayList<>();
      while (row.next()) {
        refs.add(new Ref(row.getLong(1), new MessageId(row.getString(2)),
            Optional.ofNullable(row.getString(3)).map(Instant::parse)));
      }
      return refs;
    }
  }

  /// What the file takes on disk, in bytes, without reading its rows.
  static long fileBytes(Connection connection) throws SQLException {
    try (PreparedStatement pages = connection.prepareStatement("PRAGMA page_count");
        ResultSet count = pages.executeQuery()) {
      count.next();
      return count.getLong(1) * PAGE_BYTES;
    }
  }

  static boolean holds(Connection connection, MessageId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM messages_out WHERE id = ?")) {
      select.setString(1, id.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  static Optional<OutboundRow> byId(Connection connection, MessageId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
        + " FROM messages_out WHERE id = ?")) {
      select.setString(1, id.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  /// The same with the beginning of its content alone.
  ///
  /// @param bytes how much of it, of its UTF-8 form; what is cut through there is not a character
  static Optional<OutboundRow> headById(Connection connection, MessageId id, int bytes) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + HEAD
        + " FROM messages_out WHERE id = ?1")) {
      select.setString(1, id.value());
      select.setInt(2, bytes);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  private static OutboundRow row(ResultSet row) throws SQLException {
    MessageOut message = new MessageOut(new MessageId(row.getString(1)),
        Optional.ofNullable(row.getString(3)).map(MessageId::new),
        MessageKind.valueOf(row.getString(6).toUpperCase(Locale.ROOT)), row.getString(8), row.getString(7),
        Optional.ofNullable(row.getString(9)), row.getString(10),
        Optional.ofNullable(row.getString(5)).map(Instant::parse));
    return new OutboundRow(row.getLong(2), Instant.parse(row.getString(4)), message);
  }
}
