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
  void add(Connection connection, JobId job, Prompt prompt) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO job_prompts (job_id, content, done) VALUES (?, ?, ?)")) {
      insert.setString(1, job.value());
      insert.setString(2, prompt.content());
      insert.setInt(3, prompt.done() ? 1 : 0);
      insert.executeUpdate();
    }
  }

  int waiting(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT count(*) FROM job_prompts WHERE job_id = ?")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /// The oldest, which stays.
  Optional<Prompt> first(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT content, done FROM job_prompts WHERE job_id = ? ORDER BY number LIMIT 1")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(new Prompt(row.getString(1), row.getInt(2) == 1)) : Optional.empty();
      }
    }
  }

  /// The oldest, which is then gone.
  Optional<Prompt> take(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT number, content, done FROM job_prompts WHERE job_id = ? ORDER BY number LIMIT 1");
        PreparedStatement delete = connection.prepareStatement("DELETE FROM job_prompts WHERE number = ?")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        delete.setLong(1, row.getLong(1));
        delete.executeUpdate();
        return Optional.of(new Prompt(row.getString(2), row.getInt(3) == 1));
      }
    }
  }
}
