package dev.ironclaw.controlplane.vault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `vault_credentials`.
final class VaultStore {
  private static final String COLUMNS = "name, hosts, form, created_at, created_by, rotated_at, secret";

  /// With the sealed secret.
  record Row(VaultCredential credential, String sealed) {}

  List<Row> all(Connection connection) throws SQLException {
    List<Row> found = new ArrayList<>();
    try (
        var select = connection.prepareStatement("SELECT " + COLUMNS + " FROM vault_credentials ORDER BY name");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return found;
  }

  Optional<Row> find(Connection connection, String name) throws SQLException {
    try (var select = connection.prepareStatement("SELECT " + COLUMNS + " FROM vault_credentials WHERE name = ?")) {
      select.setString(1, name);
      try (var rows = select.executeQuery()) {
        return rows.next() ? Optional.of(row(rows)) : Optional.empty();
      }
    }
  }

  private static Row row(ResultSet rows) throws SQLException {
    return new Row(new VaultCredential(rows.getString(1), List.of(rows.getString(2).split("\n")), rows.getString(3),
        Instant.ofEpochMilli(rows.getLong(4)), rows.getString(5), Instant.ofEpochMilli(rows.getLong(6))),
        rows.getString(7));
  }

  void put(Connection connection, VaultCredential credential, String sealed) throws SQLException {
    try (var insert = connection.prepareStatement(
        "INSERT OR REPLACE INTO vault_credentials (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, credential.name());
      insert.setString(2, String.join("\n", credential.hosts()));
      insert.setString(3, credential.form());
      insert.setLong(4, credential.createdAt().toEpochMilli());
      insert.setString(5, credential.createdBy());
      insert.setLong(6, credential.rotatedAt().toEpochMilli());
      insert.setString(7, sealed);
      insert.executeUpdate();
    }
  }

  boolean remove(Connection connection, String name) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM vault_credentials WHERE name = ?")) {
      delete.setString(1, name);
      return delete.executeUpdate() == 1;
    }
  }
}
