package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditEntry;
import dev.ironclaw.contract.audit.AuditFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of `audit_log`. Its triggers refuse a change or a removal of what was written.
final class AuditTable {
  private static final String COLUMNS = "seq, time, previous, hash, digest, payload, signature, file_end";

  private AuditTable() {}

  /// An entry and the length of `audit.jsonl` after its line.
  record Row(AuditEntry entry, long fileEnd) {}

  /// Appends the entry after the row that `last` gave in the same transaction.
  static Row append(Connection connection, AuditEntry entry, long fileEndBefore) throws SQLException {
    long fileEnd = fileEndBefore + AuditFormat.line(entry).length;
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO audit_log(" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?)")) {
      insert.setLong(1, entry.seq());
      insert.setString(2, entry.time());
      insert.setString(3, entry.previous());
      insert.setString(4, entry.hash());
      insert.setString(5, entry.digest());
      insert.setString(6, entry.payload());
      insert.setString(7, entry.signature());
      insert.setLong(8, fileEnd);
      insert.executeUpdate();
      return new Row(entry, fileEnd);
    }
  }

  static Optional<Row> last(Connection connection) throws SQLException {
    return rows(connection, "ORDER BY seq DESC LIMIT ?", 1).stream().findFirst();
  }

  /// The last row whose line ends within the first `length` bytes of the file.
  static Optional<Row> lastWithin(Connection connection, long length) throws SQLException {
    return rows(connection, "WHERE file_end <= ? ORDER BY seq DESC LIMIT 1", length).stream().findFirst();
  }

  /// Up to one group of rows above seq, rising.
  static List<Row> after(Connection connection, long seq) throws SQLException {
    return rows(connection, "WHERE seq > ? ORDER BY seq LIMIT " + AuditFormat.GROUP, seq);
  }

  static Optional<Row> at(Connection connection, long seq) throws SQLException {
    return rows(connection, "WHERE seq = ?", seq).stream().findFirst();
  }

  /// The newest rows, oldest of them first.
  static List<Row> newest(Connection connection, int limit) throws SQLException {
    return rows(connection, "ORDER BY seq DESC LIMIT ?", limit).reversed();
  }

  /// The newest rows below seq, oldest of them first.
  static List<Row> before(Connection connection, long seq, int limit) throws SQLException {
    return rows(connection, "WHERE seq < ? ORDER BY seq DESC LIMIT " + limit, seq).reversed();
  }

  private static List<Row> rows(Connection connection, String which, long argument) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + " FROM audit_log " + which)) {
      select.setLong(1, argument);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(new Row(new AuditEntry(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
              row.getString(5), row.getString(6), row.getString(7)), row.getLong(8)));
        }
      }
      return rows;
    }
  }
}
