package dev.ironclaw.controlplane.gateway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The table `cards_shown`. Needs `db/state/V015__change_events.sql`.
final class CardShownStore {
  /// In [#add] for a card that belongs to no stored change.
  static final String PREVIEW = "";

  /// False where it is noted already.
  boolean add(Connection connection, String change, String cardHash, String principal, Instant at)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO cards_shown (change_id, card_hash, principal, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      insert.setString(1, change);
      insert.setString(2, cardHash);
      insert.setString(3, principal);
      insert.setLong(4, at.toEpochMilli());
      return insert.executeUpdate() == 1;
    }
  }

  boolean has(Connection connection, String change, String cardHash, String principal) throws SQLException {
    return at(connection, change, change, cardHash, principal).isPresent();
  }

  /// When that card of this change, or of its preview, was shown first.
  Optional<Instant> first(Connection connection, String change, String cardHash, String principal)
      throws SQLException {
    return at(connection, change, PREVIEW, cardHash, principal);
  }

  private static Optional<Instant> at(Connection connection, String change, String other, String cardHash,
      String principal) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT min(at) FROM cards_shown WHERE card_hash = ? AND principal = ? AND change_id IN (?, ?)""")) {
      select.setString(1, cardHash);
      select.setString(2, principal);
      select.setString(3, change);
      select.setString(4, other);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        long millis = rows.getLong(1);
        return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
      }
    }
  }
}
