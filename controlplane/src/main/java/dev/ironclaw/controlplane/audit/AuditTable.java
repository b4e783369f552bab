package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of `audit_log`. Its triggers refuse a change or a removal of what was written.
final class AuditTable {
  private static final String COLUMNS = "seq, hash, line, segment, segment_end, checkpoint";

  private AuditTable() {}

  /// A line and its place.
  ///
  /// @param segment seq of the first line of its file
  /// @param end length of the file after the line
  record Row(AuditLine line, long segment, long end, boolean checkpoint) {
    long seq() {
      return line.seq();
    }

    long start() {
      return end - line.text().length();
    }
  }

  /// A file as the database knows it.
  record Segment(long first, long end) {
    String name() {
      return AuditFormat.segment(first);
    }
  }

  static void append(Connection connection, Row row) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO audit_log(" + COLUMNS + ") VALUES (?,?,?,?,?,?)")) {
      insert.setLong(1, row.seq());
      insert.setString(2, row.line().hash());
      insert.setString(3, row.line().text());
      insert.setLong(4, row.segment());
      insert.setLong(5, row.end());
      insert.setBoolean(6, row.checkpoint());
      insert.executeUpdate();
    }
  }

  static Optional<Row> last(Connection connection) throws SQLException {
    return rows(connection, "ORDER BY seq DESC LIMIT ?", 1).stream().findFirst();
  }

  /// Seq of the last checkpoint, 0 for none.
  static long lastCheckpoint(Connection connection) throws SQLException {
    return number(connection, "SELECT max(seq) FROM audit_log WHERE checkpoint = 1 AND seq > ?", 0);
  }

  /// Seq of the first checkpoint after that line, 0 for none yet.
  static long checkpointAfter(Connection connection, long seq) throws SQLException {
    return number(connection, "SELECT min(seq) FROM audit_log WHERE checkpoint = 1 AND seq > ?", seq);
  }

  /// The last row of the file whose line ends within its first `length` bytes.
  static Optional<Row> lastWithin(Connection connection, long segment, long length) throws SQLException {
    return rows(connection, "WHERE segment = " + segment + " AND segment_end <= ? ORDER BY segment_end DESC LIMIT 1",
        length).stream().findFirst();
  }

  /// Up to one group of rows above seq, rising.
  static List<Row> after(Connection connection, long seq) throws SQLException {
    return rows(connection, "WHERE seq > ? ORDER BY seq LIMIT " + AuditFormat.GROUP, seq);
  }

  static Optional<Row> at(Connection connection, long seq) throws SQLException {
    return rows(connection, "WHERE seq = ?", seq).stream().findFirst();
  }

  /// The newest entries below seq, oldest of them first.
  static List<Row> entriesBefore(Connection connection, long seq, int limit) throws SQLException {
    return rows(connection, "WHERE seq < ? AND checkpoint = 0 ORDER BY seq DESC LIMIT " + limit, seq).reversed();
  }

  /// The oldest entries above seq, rising.
  static List<Row> entriesAfter(Connection connection, long seq, int limit) throws SQLException {
    return rows(connection, "WHERE seq > ? AND checkpoint = 0 ORDER BY seq LIMIT " + limit, seq);
  }

  /// The oldest checkpoints above seq, rising.
  static List<Row> checkpointsAfter(Connection connection, long seq) throws SQLException {
    return rows(connection, "WHERE seq > ? AND checkpoint = 1 ORDER BY seq LIMIT " + AuditFormat.GROUP, seq);
  }

  /// All files, rising; reads one index entry or two for each.
  static List<Segment> segments(Connection connection) throws SQLException {
    List<Segment> segments = new ArrayList<>();
    long next = number(connection, "SELECT min(segment) FROM audit_log WHERE segment > ?", 0);
    while (next > 0) {
      segments.add(new Segment(next,
          number(connection, "SELECT max(segment_end) FROM audit_log WHERE segment = ?", next)));
      next = number(connection, "SELECT min(segment) FROM audit_log WHERE segment > ?", next);
    }
    return segments;
  }

  private static long number(Connection connection, String query, long argument) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, argument);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static List<Row> rows(Connection connection, String which, long argument) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + " FROM audit_log " + which)) {
      select.setLong(1, argument);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(new Row(new AuditLine(row.getLong(1), row.getString(2), row.getString(3)), row.getLong(4),
              row.getLong(5), row.getBoolean(6)));
        }
      }
      return rows;
    }
  }
}
