package dev.ironclaw.controlplane.provider;

import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The table `providers`. Times are milliseconds since 1970.
final class ProviderStore {
  private static final SealedColumn KEYS = new SealedColumn("provider");
  private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {
  };

  private final Keyring keyring;

  ProviderStore(Keyring keyring) {
    this.keyring = keyring;
  }

  Map<String, ProviderSetup> all(Connection connection) throws SQLException {
    Map<String, ProviderSetup> found = new LinkedHashMap<>();
    try (var select = connection.prepareStatement(
        "SELECT name, key, settings, ca, set_at, set_by FROM providers ORDER BY name");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        String name = rows.getString(1);
        found.put(name, new ProviderSetup(
            Optional.ofNullable(rows.getString(2))
                .map(sealed -> new String(KEYS.unseal(keyring, sealed, name), StandardCharsets.UTF_8)),
            JsonMapper.shared().readValue(rows.getString(3), WORDS), Optional.ofNullable(rows.getString(4)),
            Instant.ofEpochMilli(rows.getLong(5)), rows.getString(6)));
      }
    }
    return found;
  }

  void put(Connection connection, String name, ProviderSetup setup) throws SQLException {
    try (var insert = connection.prepareStatement(
        "INSERT OR REPLACE INTO providers (name, key, settings, ca, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, setup.key()
          .map(key -> KEYS.seal(keyring, key.getBytes(StandardCharsets.UTF_8), name)).orElse(null));
      insert.setString(3, JsonMapper.shared().writeValueAsString(setup.settings()));
      insert.setString(4, setup.ca().orElse(null));
      insert.setLong(5, setup.setAt().toEpochMilli());
      insert.setString(6, setup.setBy());
      insert.executeUpdate();
    }
  }

  boolean remove(Connection connection, String name) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM providers WHERE name = ?")) {
      delete.setString(1, name);
      return delete.executeUpdate() == 1;
    }
  }
}
