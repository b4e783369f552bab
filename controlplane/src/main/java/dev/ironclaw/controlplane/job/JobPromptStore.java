package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.orchestrator.JobDesk.Prompt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The table `job_prompts`.
final class JobPromptStore {
  void add(Connection connection, JobId job, String content, boolean done) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO job_prompts (job_id, content, done) VALUES (?, ?, ?)")) {
      insert.setString(1, job.value());
      insert.setString(2, content);
      insert.setInt(3, done ? 1 : 0);
      insert.executeUpdate();
    }
  }

  /// Those that nobody was given.
  int waiting(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT count(*) FROM job_prompts WHERE job_id = ? AND given = 0")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /// One that was read.
  ///
  /// @param fresh whether nobody was given it before
  record Given(Prompt prompt, boolean fresh) {}

  /// The oldest, which stays as it is.
  Optional<Given> first(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT number, content, done, given FROM job_prompts WHERE job_id = ? ORDER BY number LIMIT 1")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Given(new Prompt(row.getLong(1), row.getString(2), row.getInt(3) == 1),
                row.getInt(4) == 0))
            : Optional.empty();
      }
    }
  }

  /// The oldest: gone where it needs no acknowledgement, else it comes again until it has one.
  Optional<Given> give(Connection connection, JobId job, boolean untilAcknowledged) throws SQLException {
    Optional<Given> first = first(connection, job);
    if (first.isPresent()) {
      put(connection, untilAcknowledged
          ? "UPDATE job_prompts SET given = 1 WHERE job_id = ? AND number = ?"
          : "DELETE FROM job_prompts WHERE job_id = ? AND number = ?", job, first.get().prompt().id());
    }
    return first;
  }

  /// The job has this one, and those before it. What it was never given stays.
  void acknowledge(Connection connection, JobId job, long id) throws SQLException {
    put(connection, "DELETE FROM job_prompts WHERE job_id = ? AND number <= ? AND given = 1", job, id);
  }

  private static void put(Connection connection, String sql, JobId job, long number) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, job.value());
      update.setLong(2, number);
      update.executeUpdate();
    }
  }
}
