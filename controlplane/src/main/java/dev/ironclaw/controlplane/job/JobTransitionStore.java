package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table `job_transitions`.
final class JobTransitionStore {
  private static final int KEPT = 200;

  void add(Connection connection, JobId job, JobTransition step) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO job_transitions (job_id, state, at, by, words) VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, job.value());
      insert.setString(2, step.to().wireName());
      insert.setLong(3, step.at().toEpochMilli());
      insert.setString(4, step.by());
      insert.setString(5, step.words());
      insert.executeUpdate();
    }
  }

  /// Oldest first.
  List<JobTransition> of(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT state, at, by, words FROM job_transitions WHERE job_id = ? ORDER BY number LIMIT " + KEPT)) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        List<JobTransition> steps = new ArrayList<>();
        while (row.next()) {
          steps.add(new JobTransition(JobState.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
              Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4)));
        }
        return steps;
      }
    }
  }
}
