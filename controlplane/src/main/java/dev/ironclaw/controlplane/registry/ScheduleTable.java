package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import dev.ironclaw.controlplane.registry.Schedule.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `schedules`.
final class ScheduleTable {
  private static final String COLUMNS = "id, agent_group, status, prompt, run_at, recurrence, anchor, timezone, until,"
      + " times, jitter, missed, channel_type, platform_id, instance, thread_id";
  /// Of those that nobody expects anything of any more, so many are kept for each agent.
  private static final int KEPT = 50;

  /// Oldest first.
  Map<ScheduleId, Schedule> all(Connection connection) throws SQLException {
    Map<ScheduleId, Schedule> found = new LinkedHashMap<>();
    try (var statement = connection.prepareStatement("SELECT " + COLUMNS + " FROM schedules ORDER BY rowid");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        Schedule schedule = schedule(rows);
        found.put(schedule.id(), schedule);
      }
    }
    return found;
  }

  /// False where the id is another agent's.
  boolean put(Connection connection, Schedule schedule) throws SQLException {
    try (var statement = connection.prepareStatement("INSERT INTO schedules (" + COLUMNS
        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        + " status = excluded.status, prompt = excluded.prompt, run_at = excluded.run_at,"
        + " recurrence = excluded.recurrence, anchor = excluded.anchor, timezone = excluded.timezone,"
        + " until = excluded.until, times = excluded.times, jitter = excluded.jitter, missed = excluded.missed,"
        + " channel_type = excluded.channel_type, platform_id = excluded.platform_id, instance = excluded.instance,"
        + " thread_id = excluded.thread_id WHERE agent_group = excluded.agent_group")) {
      set(statement, schedule);
      boolean put = statement.executeUpdate() == 1;
      prune(connection, schedule.agentGroup());
      return put;
    }
  }

  /// False where there is none, or it is another agent's.
  boolean remove(Connection connection, AgentGroupId agent, ScheduleId id) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM schedules WHERE id = ? AND agent_group = ?")) {
      statement.setString(1, id.value());
      statement.setString(2, agent.value());
      return statement.executeUpdate() == 1;
    }
  }

  /// Lets go of the oldest of those that ended.
  private static void prune(Connection connection, AgentGroupId agent) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM schedules WHERE rowid IN (SELECT rowid FROM schedules"
        + " WHERE agent_group = ? AND status IN ('cancelled', 'over') ORDER BY rowid DESC LIMIT -1 OFFSET " + KEPT
        + ")")) {
      statement.setString(1, agent.value());
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, Schedule schedule) throws SQLException {
    Spec spec = schedule.spec();
    statement.setString(1, schedule.id().value());
    statement.setString(2, schedule.agentGroup().value());
    statement.setString(3, schedule.status().wireName());
    statement.setString(4, spec.prompt());
    statement.setObject(5, millis(spec.runAt()));
    statement.setString(6, spec.recurrence().orElse(null));
    statement.setLong(7, spec.anchor().toEpochMilli());
    statement.setString(8, spec.timezone());
    statement.setObject(9, millis(spec.until()));
    statement.setObject(10, spec.times().orElse(null));
    statement.setInt(11, spec.jitter());
    statement.setString(12, spec.missed().wireName());
    statement.setString(13, spec.target().channelType());
    statement.setString(14, spec.target().platformId());
    statement.setString(15, spec.target().instance());
    statement.setString(16, spec.target().threadId().orElse(null));
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    return new Schedule(new ScheduleId(row.getString(1)), new AgentGroupId(row.getString(2)),
        Status.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
        new Spec(row.getString(4), time(row, 5), Optional.ofNullable(row.getString(6)),
            Instant.ofEpochMilli(row.getLong(7)), row.getString(8), time(row, 9), number(row, 10), row.getInt(11),
            Missed.valueOf(row.getString(12).toUpperCase(Locale.ROOT)), new Target(row.getString(13),
                row.getString(14), row.getString(15), Optional.ofNullable(row.getString(16)))));
  }

  private static @Nullable Long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static Optional<Integer> number(ResultSet row, int column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }
}
