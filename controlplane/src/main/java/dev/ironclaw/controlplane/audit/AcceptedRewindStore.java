package dev.ironclaw.controlplane.audit;

import java.sql.Connection;
import java.sql.SQLException;

/// The table `accepted_rewinds`: exactly these lines of a witness were given up by a restore.
public final class AcceptedRewindStore {
  private AcceptedRewindStore() {}

  static boolean has(Connection connection, Rewind rewind) throws SQLException {
    try (var select = connection.prepareStatement("SELECT 1 FROM accepted_rewinds WHERE seq = ? AND hash = ?")) {
      select.setLong(1, rewind.seq());
      select.setString(2, rewind.hash());
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /// Belongs into the transaction of the entry that says so.
  public static void put(Connection connection, Rewind rewind) throws SQLException {
    try (var insert = connection
        .prepareStatement("INSERT OR IGNORE INTO accepted_rewinds (seq, hash, witness) VALUES (?, ?, ?)")) {
      insert.setLong(1, rewind.seq());
      insert.setString(2, rewind.hash());
      insert.setString(3, rewind.witness());
      insert.executeUpdate();
    }
  }
}
