package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Puts every table of a database back to what it held, except the audit log's: many lives in one file.
final class Rewind {
  private final Database database;
  private final String script;

  Rewind(Database database) {
    this.database = database;
    this.script = database.write(Rewind::keep);
  }

  private static String keep(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet names = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'"
          + " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'audit_%'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      List<String> statements = new ArrayList<>();
      for (String table : tables) {
        statement.execute("CREATE TEMP TABLE kept_" + table + " AS SELECT * FROM main." + table);
        statements.add("DELETE FROM main." + table);
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept_" + table)) {
          if (rows.next() && rows.getInt(1) > 0) {
            statements.add("INSERT INTO main." + table + " SELECT * FROM kept_" + table);
          }
        }
      }
      return "PRAGMA defer_foreign_keys = ON;" + String.join(";", statements);
    }
  }

  void rewind() {
    database.<Boolean>write(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(script);
      }
      return true;
    });
  }
}
