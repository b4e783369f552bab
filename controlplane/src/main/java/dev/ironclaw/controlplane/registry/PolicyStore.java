package dev.ironclaw.controlplane.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The table `policy`: one document, or none for the default.
final class PolicyStore {
  Optional<String> read(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT document FROM policy");
        var rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  void put(Connection audited, Optional<String> document) throws SQLException {
    String sql = document.isPresent()
        ? "INSERT OR REPLACE INTO policy (one, document) VALUES (1, ?)"
        : "DELETE FROM policy";
    try (var statement = audited.prepareStatement(sql)) {
      if (document.isPresent()) {
        statement.setString(1, document.get());
      }
      statement.executeUpdate();
    }
  }
}
