package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The tables of `job-events.db`.
final class JobEventStore {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// How much is kept of one job.
  record Room(long events, long bytes, boolean full) {
    static final Room EMPTY = new Room(0, 0, false);
  }

  /// Keeps one more.
  ///
  /// @return the row's number; empty where the worker's id is there already
  Optional<Long> add(Connection connection, JobId job, Optional<String> chosen, String type, String data, Instant at)
      throws SQLException {
    try (
        PreparedStatement insert = connection.prepareStatement("INSERT INTO job_events (job_id, chosen, type, data, at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id")) {
      insert.setString(1, job.value());
      insert.setString(2, chosen.orElse(null));
      insert.setString(3, type);
      insert.setString(4, data);
      insert.setLong(5, at.toEpochMilli());
      try (ResultSet row = insert.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  Room room(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT events, bytes, full FROM job_event_room WHERE job_id = ?")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? new Room(row.getLong(1), row.getLong(2), row.getInt(3) == 1) : Room.EMPTY;
      }
    }
  }

  void put(Connection connection, JobId job, Room room) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO job_event_room (job_id, events, bytes, full) VALUES (?, ?, ?, ?) ON CONFLICT (job_id) DO UPDATE SET"
            + " events = excluded.events, bytes = excluded.bytes, full = excluded.full")) {
      insert.setString(1, job.value());
      insert.setLong(2, room.events());
      insert.setLong(3, room.bytes());
      insert.setInt(4, room.full() ? 1 : 0);
      insert.executeUpdate();
    }
  }

  /// Of all jobs.
  long bytes(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT coalesce(sum(bytes), 0) FROM job_event_room");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Those with events, the one that began first at first.
  List<JobId> jobs(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT job_id FROM job_event_room WHERE events > 0 ORDER BY rowid");
        ResultSet row = select.executeQuery()) {
      List<JobId> jobs = new ArrayList<>();
      while (row.next()) {
        jobs.add(new JobId(row.getString(1)));
      }
      return jobs;
    }
  }

  /// Oldest first, so many and so many bytes of data at most, but one at least.
  List<JobEvent> after(Connection connection, JobId job, long after, int limit, long bytes) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT id, type, data, at FROM job_events WHERE job_id = ? AND id > ? ORDER BY id LIMIT ?")) {
      return read(select, job, after, limit, bytes);
    }
  }

  /// Those right before that one, oldest first; bounded as in [#after].
  List<JobEvent> before(Connection connection, JobId job, long before, int limit, long bytes) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT id, type, data, at FROM job_events WHERE job_id = ? AND id < ? ORDER BY id DESC LIMIT ?")) {
      return read(select, job, before, limit, bytes).reversed();
    }
  }

  private static List<JobEvent> read(PreparedStatement select, JobId job, long place, int limit, long bytes)
      throws SQLException {
    select.setString(1, job.value());
    select.setLong(2, place);
    select.setInt(3, limit);
    try (ResultSet row = select.executeQuery()) {
      List<JobEvent> events = new ArrayList<>();
      long left = bytes;
      while (left > 0 && row.next()) {
        left -= row.getString(3).length();
        events.add(event(row));
      }
      return events;
    }
  }

  private static JobEvent event(ResultSet row) throws SQLException {
    return new JobEvent(row.getLong(1), row.getString(2), JSON.readTree(row.getString(3)),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  /// 0 where it has none.
  long newest(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT coalesce(max(id), 0) FROM job_events WHERE job_id = ?")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /// So many of its oldest events.
  ///
  /// @return how many there were
  int remove(Connection connection, JobId job, int limit) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM job_events WHERE id IN"
        + " (SELECT id FROM job_events WHERE job_id = ? ORDER BY id LIMIT ?)")) {
      delete.setString(1, job.value());
      delete.setInt(2, limit);
      return delete.executeUpdate();
    }
  }

  void forget(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM job_event_room WHERE job_id = ?")) {
      delete.setString(1, job.value());
      delete.executeUpdate();
    }
  }
}
