package dev.ironclaw.controlplane.stepup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/// The table `step_up`. Times are milliseconds since 1970.
final class StepUpStore {
  StepUpRow read(Connection connection, String operator) throws SQLException {
    try (var select = connection.prepareStatement("""
        SELECT secret, confirmed_at, candidate, last_step, failures, locked_until FROM step_up WHERE operator = ?""")) {
      select.setString(1, operator);
      try (var rows = select.executeQuery()) {
        if (!rows.next()) {
          return StepUpRow.NONE;
        }
        Instant confirmedAt = Instant.ofEpochMilli(rows.getLong(2));
        return new StepUpRow(
            Optional.ofNullable(rows.getString(1)).map(sealed -> new StepUpRow.Confirmed(sealed, confirmedAt)),
            Optional.ofNullable(rows.getString(3)), rows.getLong(4), rows.getInt(5),
            Instant.ofEpochMilli(rows.getLong(6)));
      }
    }
  }

  void put(Connection connection, String operator, StepUpRow row) throws SQLException {
    try (var insert = connection.prepareStatement("""
        INSERT OR REPLACE INTO step_up (operator, secret, confirmed_at, candidate, last_step, failures, locked_until)
          VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
      insert.setString(1, operator);
      if (row.secret().isPresent()) {
        insert.setString(2, row.secret().get().sealed());
        insert.setLong(3, row.secret().get().at().toEpochMilli());
      } else {
        insert.setNull(2, Types.VARCHAR);
        insert.setNull(3, Types.BIGINT);
      }
      if (row.candidate().isPresent()) {
        insert.setString(4, row.candidate().get());
      } else {
        insert.setNull(4, Types.VARCHAR);
      }
      insert.setLong(5, row.lastStep());
      insert.setInt(6, row.failures());
      insert.setLong(7, row.lockedUntil().toEpochMilli());
      insert.executeUpdate();
    }
  }

  boolean remove(Connection connection, String operator) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM step_up WHERE operator = ?")) {
      delete.setString(1, operator);
      return delete.executeUpdate() == 1;
    }
  }
}
