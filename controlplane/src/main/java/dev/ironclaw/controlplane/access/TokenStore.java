package dev.ironclaw.controlplane.access;

import dev.ironclaw.controlplane.registry.Scope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The table `tokens`. Times are milliseconds since 1970.
final class TokenStore {
  /// By hash in hexadecimal, oldest first.
  Map<String, Token> all(Connection connection) throws SQLException {
    Map<String, Token> found = new LinkedHashMap<>();
    try (var statement = connection.prepareStatement("""
        SELECT lower(hex(hash)), id, name, scopes, created_at, created_by, expires_at, last_used_at, revoked_at
          FROM tokens ORDER BY created_at, id"""); var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getString(1),
            new Token(new TokenId(rows.getString(2)), new TokenName(rows.getString(3)), scopes(rows.getString(4)),
                Instant.ofEpochMilli(rows.getLong(5)), rows.getString(6), time(rows, 7), time(rows, 8),
                time(rows, 9)));
      }
    }
    return found;
  }

  /// Adds it; false where the name is taken.
  boolean create(Connection audited, Token token, byte[] hash) throws SQLException {
    try (var statement = audited.prepareStatement("""
        INSERT INTO tokens (id, name, hash, scopes, created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (name) DO NOTHING""")) {
      statement.setString(1, token.id().value());
      statement.setString(2, token.name().value());
      statement.setBytes(3, hash);
      statement.setString(4,
          token.scopes().stream().map(Scope::wireName).sorted().collect(Collectors.joining(" ")));
      statement.setLong(5, token.createdAt().toEpochMilli());
      statement.setString(6, token.createdBy());
      if (token.expiresAt().isPresent()) {
        statement.setLong(7, token.expiresAt().get().toEpochMilli());
      } else {
        statement.setNull(7, Types.INTEGER);
      }
      return statement.executeUpdate() == 1;
    }
  }

  /// Ends it; false where it was ended before, or is not there.
  boolean revoke(Connection connection, TokenId id, Instant at) throws SQLException {
    try (var statement = connection
        .prepareStatement("UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")) {
      statement.setLong(1, at.toEpochMilli());
      statement.setString(2, id.value());
      return statement.executeUpdate() == 1;
    }
  }

  /// Takes back a token whose text nobody got.
  boolean forget(Connection connection, TokenId id) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM tokens WHERE id = ?")) {
      statement.setString(1, id.value());
      return statement.executeUpdate() == 1;
    }
  }

  void use(Connection connection, Map<TokenId, Instant> used) throws SQLException {
    try (var statement = connection
        .prepareStatement("UPDATE tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?")) {
      for (var entry : used.entrySet()) {
        statement.setLong(1, entry.getValue().toEpochMilli());
        statement.setString(2, entry.getKey().value());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static Set<Scope> scopes(String words) {
    // A word that this version does not know gives nothing.
    return Arrays.stream(words.split(" ")).map(Scope::ofWireName).flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Instant> time(ResultSet rows, int column) throws SQLException {
    long millis = rows.getLong(column);
    return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
