package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.registry.Schedule.Target;
import dev.ironclaw.controlplane.schedule.ScheduleRun.Handing;
import dev.ironclaw.controlplane.schedule.ScheduleRun.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `schedule_states` and `schedule_runs`.
final class ScheduleStore {
  private static final String STATE = "schedule_id, plan, next_due, fire_at, last_due, runs, blocked";
  private static final String RUN = "schedule_id, due, at, state, session_id, note";
  private static final String HANDING = "schedule_id, due, session_id, prompt, channel_type, platform_id, thread_id";
  /// So many runs of each are kept; a time that is older never comes again.
  private static final int KEPT_RUNS = 50;
  /// Of so many that are gone it is known which time was their last.
  private static final int KEPT_GONE = 1_000;

  Map<ScheduleId, ScheduleState> states(Connection connection) throws SQLException {
    Map<ScheduleId, ScheduleState> states = new LinkedHashMap<>();
    states(connection, "", _ -> {}).forEach(state -> states.put(state.id(), state));
    return states;
  }

  Optional<ScheduleState> state(Connection connection, ScheduleId id) throws SQLException {
    return states(connection, " WHERE schedule_id = ?", select -> select.setString(1, id.value())).stream().findFirst();
  }

  /// Those whose time has come, longest waiting first, so many that they are of more agents than run at once.
  List<ScheduleState> due(Connection connection, Instant now) throws SQLException {
    return states(connection, " WHERE fire_at <= ? ORDER BY fire_at, schedule_id LIMIT 250",
        select -> select.setLong(1, now.toEpochMilli()));
  }

  Optional<Instant> nextAfter(Connection connection, Instant now) throws SQLException {
    try (var select = connection.prepareStatement("SELECT MIN(fire_at) FROM schedule_states WHERE fire_at > ?")) {
      select.setLong(1, now.toEpochMilli());
      try (var row = select.executeQuery()) {
        return row.next() ? time(row, 1) : Optional.empty();
      }
    }
  }

  void put(Connection connection, ScheduleState state) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO schedule_states (" + STATE
        + ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (schedule_id) DO UPDATE SET plan = excluded.plan,"
        + " next_due = excluded.next_due, fire_at = excluded.fire_at, last_due = excluded.last_due,"
        + " runs = excluded.runs, blocked = excluded.blocked")) {
      insert.setString(1, state.id().value());
      insert.setString(2, state.plan());
      insert.setObject(3, millis(state.nextDue()));
      insert.setObject(4, millis(state.fireAt()));
      insert.setObject(5, millis(state.lastDue()));
      insert.setInt(6, state.runs());
      insert.setString(7, state.blocked().orElse(null));
      insert.executeUpdate();
    }
  }

  /// Keeps of one that is gone its last time alone.
  boolean gone(Connection connection, ScheduleState state) throws SQLException {
    put(connection, state);
    try (var runs = connection.prepareStatement("DELETE FROM schedule_runs WHERE schedule_id = ?");
        var oldest = connection.prepareStatement("DELETE FROM schedule_states WHERE plan = '' AND rowid NOT IN"
            + " (SELECT rowid FROM schedule_states WHERE plan = '' ORDER BY rowid DESC LIMIT " + KEPT_GONE + ")")) {
      runs.setString(1, state.id().value());
      runs.executeUpdate();
      return oldest.executeUpdate() > 0;
    }
  }

  /// Takes the time for a run.
  ///
  /// @return false where it was taken before
  boolean claim(Connection connection, Handing run, Instant at) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO schedule_runs (schedule_id, due, at, state, session_id,"
        + " prompt, channel_type, platform_id, thread_id) VALUES (?, ?, ?, 'claimed', ?, ?, ?, ?, ?)"
        + " ON CONFLICT (schedule_id, due) DO UPDATE SET at = excluded.at, state = 'claimed',"
        + " session_id = excluded.session_id, prompt = excluded.prompt, channel_type = excluded.channel_type,"
        + " platform_id = excluded.platform_id, thread_id = excluded.thread_id, note = NULL WHERE state = 'blocked'")) {
      insert.setString(1, run.schedule().value());
      insert.setLong(2, run.due().toEpochMilli());
      insert.setLong(3, at.toEpochMilli());
      insert.setString(4, run.session().value());
      insert.setString(5, run.prompt());
      insert.setString(6, run.target().channelType());
      insert.setString(7, run.target().platformId());
      insert.setString(8, run.target().threadId().orElse(null));
      boolean taken = insert.executeUpdate() == 1;
      forget(connection, run.schedule());
      return taken;
    }
  }

  /// Notes a time that reaches nobody; one that is noted already stays as it is.
  void note(Connection connection, ScheduleRun run) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO schedule_runs (" + RUN
        + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (schedule_id, due) DO NOTHING")) {
      insert.setString(1, run.schedule().value());
      insert.setLong(2, run.due().toEpochMilli());
      insert.setLong(3, run.at().toEpochMilli());
      insert.setString(4, run.state().wireName());
      insert.setString(5, run.session().map(SessionId::value).orElse(null));
      insert.setString(6, run.note().orElse(null));
      insert.executeUpdate();
    }
    forget(connection, run.schedule());
  }

  /// What was claimed or handed over and is not done, oldest first, each with when it was claimed.
  Map<Handing, Instant> open(Connection connection, State state) throws SQLException {
    try (var select = connection.prepareStatement("SELECT " + HANDING
        + ", at" + " FROM schedule_runs WHERE state = ? ORDER BY number")) {
      select.setString(1, state.wireName());
      try (var row = select.executeQuery()) {
        Map<Handing, Instant> runs = new LinkedHashMap<>();
        while (row.next()) {
          Optional<Instant> due = time(row, 2);
          runs.put(new Handing(new ScheduleId(row.getString(1)), due.orElseThrow(), new SessionId(row.getString(3)),
              Optional.ofNullable(row.getString(4)).orElse(""), new Target(row.getString(5), row.getString(6), "",
                  Optional.ofNullable(row.getString(7)))),
              Instant.ofEpochMilli(row.getLong(8)));
        }
        return runs;
      }
    }
  }

  /// Moves a run on; the words that were needed to hand it over are let go.
  ///
  /// @param note why it reached nobody
  /// @return false where it is not there
  boolean move(Connection connection, Handing run, State from, State to, Optional<String> note) throws SQLException {
    try (var update = connection.prepareStatement("UPDATE schedule_runs SET state = ?, prompt = NULL, note = ?"
        + " WHERE schedule_id = ? AND due = ? AND state = ?")) {
      update.setString(1, to.wireName());
      update.setString(2, note.orElse(null));
      update.setString(3, run.schedule().value());
      update.setLong(4, run.due().toEpochMilli());
      update.setString(5, from.wireName());
      return update.executeUpdate() == 1;
    }
  }

  /// Newest first.
  List<ScheduleRun> runs(Connection connection, ScheduleId id, int limit) throws SQLException {
    return runs(connection, " WHERE schedule_id = ? ORDER BY number DESC LIMIT ?", select -> {
      select.setString(1, id.value());
      select.setInt(2, limit);
    });
  }

  /// The newest of each.
  Map<ScheduleId, ScheduleRun> lastRuns(Connection connection) throws SQLException {
    Map<ScheduleId, ScheduleRun> last = new LinkedHashMap<>();
    runs(connection, " WHERE number IN (SELECT MAX(number) FROM schedule_runs GROUP BY schedule_id)", _ -> {})
        .forEach(run -> last.put(run.schedule(), run));
    return last;
  }

  private static List<ScheduleRun> runs(Connection connection, String where, Binding binding) throws SQLException {
    try (var select = connection.prepareStatement("SELECT " + RUN + " FROM schedule_runs" + where)) {
      binding.bind(select);
      try (var row = select.executeQuery()) {
        List<ScheduleRun> runs = new ArrayList<>();
        while (row.next()) {
          runs.add(new ScheduleRun(new ScheduleId(row.getString(1)), Instant.ofEpochMilli(row.getLong(2)),
              Instant.ofEpochMilli(row.getLong(3)), State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
              Optional.ofNullable(row.getString(5)).map(SessionId::new), Optional.ofNullable(row.getString(6))));
        }
        return runs;
      }
    }
  }

  private static void forget(Connection connection, ScheduleId id) throws SQLException {
    try (var delete = connection
        .prepareStatement("DELETE FROM schedule_runs WHERE schedule_id = ?1 AND state <> 'claimed'"
            + " AND number <= (SELECT number FROM schedule_runs WHERE schedule_id = ?1"
            + " ORDER BY number DESC LIMIT 1 OFFSET " + KEPT_RUNS + ")")) {
      delete.setString(1, id.value());
      delete.executeUpdate();
    }
  }

  private interface Binding {
    void bind(PreparedStatement select) throws SQLException;
  }

  private static List<ScheduleState> states(Connection connection, String where, Binding binding)
      throws SQLException {
    try (var select = connection.prepareStatement("SELECT " + STATE + " FROM schedule_states" + where)) {
      binding.bind(select);
      try (var row = select.executeQuery()) {
        List<ScheduleState> states = new ArrayList<>();
        while (row.next()) {
          states.add(new ScheduleState(new ScheduleId(row.getString(1)), row.getString(2), time(row, 3), time(row, 4),
              time(row, 5), row.getInt(6), Optional.ofNullable(row.getString(7))));
        }
        return states;
      }
    }
  }

  private static @Nullable Long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
