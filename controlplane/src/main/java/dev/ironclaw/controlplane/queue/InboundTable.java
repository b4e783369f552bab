package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `messages_in` and `delivered` in `inbound.db`.
final class InboundTable {
  private static final String COLUMNS = "id, seq, kind, timestamp, trigger, channel_type, platform_id, thread_id,"
      + " content, source_session_id, on_wake";

  private InboundTable() {}

  /// The next even seq is taken inside the statement, so no two rows can get the same.
  static Optional<MessageIn> insert(Connection connection, NewInbound row, Instant time) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO messages_in(" + COLUMNS
        + ", status, tries) VALUES (?, (SELECT COALESCE(MAX(seq), 0) + 2 FROM messages_in), ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        + " 'queued', 0) ON CONFLICT(id) DO NOTHING RETURNING seq")) {
      insert.setString(1, row.id().value());
      insert.setString(2, lower(row.kind()));
      insert.setString(3, QueueClock.text(time));
      insert.setInt(4, row.trigger() ? 1 : 0);
      insert.setString(5, row.channelType());
      insert.setString(6, row.platformId());
      insert.setString(7, row.threadId().orElse(null));
      insert.setString(8, row.content());
      insert.setString(9, row.sourceSessionId().map(SessionId::value).orElse(null));
      insert.setInt(10, row.onWake() ? 1 : 0);
      try (ResultSet seq = insert.executeQuery()) {
        return seq.next()
            ? Optional.of(new MessageIn(row.id(), seq.getLong(1), row.kind(), time, row.trigger(), row.channelType(),
                row.platformId(), row.threadId(), row.content(), row.sourceSessionId(), row.onWake()))
            : Optional.empty();
      }
    }
  }

  static Optional<MessageIn> byId(Connection connection, MessageId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
        + " FROM messages_in WHERE id = ?")) {
      select.setString(1, id.value());
      return rows(select).stream().findFirst();
    }
  }

  /// Rows above seq that are not known to be finished, rising.
  static List<MessageIn> waiting(Connection connection, long seq) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
        + " FROM messages_in WHERE status = 'queued' AND seq > ? ORDER BY seq")) {
      select.setLong(1, seq);
      return rows(select);
    }
  }

  static void finish(Connection connection, Collection<MessageId> ids) throws SQLException {
    try (PreparedStatement update = connection
        .prepareStatement("UPDATE messages_in SET status = 'completed' WHERE id = ?")) {
      for (MessageId id : ids) {
        update.setString(1, id.value());
        update.executeUpdate();
      }
    }
  }

  static long lastSeq(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT COALESCE(MAX(seq), 0) FROM messages_in");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// The newest time in the file.
  static Instant lastTime(Connection connection) throws SQLException {
    Instant last = Instant.EPOCH;
    for (String newest : List.of("SELECT timestamp FROM messages_in ORDER BY seq DESC LIMIT 1",
        "SELECT delivered_at FROM delivered ORDER BY rowid DESC LIMIT 1")) {
      try (PreparedStatement select = connection.prepareStatement(newest); ResultSet row = select.executeQuery()) {
        if (row.next()) {
          Instant time = Instant.parse(row.getString(1));
          last = time.isAfter(last) ? time : last;
        }
      }
    }
    return last;
  }

  static boolean deliver(Connection connection, MessageId id, String status, String platformMessageId, Instant time)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO delivered(message_out_id,"
        + " platform_message_id, status, delivered_at) VALUES (?, ?, ?, ?) ON CONFLICT(message_out_id) DO NOTHING")) {
      insert.setString(1, id.value());
      insert.setString(2, platformMessageId);
      insert.setString(3, status);
      insert.setString(4, QueueClock.text(time));
      return insert.executeUpdate() == 1;
    }
  }

  static Set<String> deliveredIds(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT message_out_id FROM delivered");
        ResultSet row = select.executeQuery()) {
      Set<String> ids = new HashSet<>();
      while (row.next()) {
        ids.add(row.getString(1));
      }
      return ids;
    }
  }

  private static List<MessageIn> rows(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      List<MessageIn> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(new MessageIn(new MessageId(row.getString(1)), row.getLong(2),
            MessageKind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)), Instant.parse(row.getString(4)),
            row.getInt(5) == 1, row.getString(6), row.getString(7), Optional.ofNullable(row.getString(8)),
            row.getString(9), Optional.ofNullable(row.getString(10)).map(SessionId::new), row.getInt(11) == 1));
      }
      return rows;
    }
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
