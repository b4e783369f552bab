package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The table `job_grants`: names alone.
final class JobGrantStore {
  void add(Connection connection, JobId job, List<CredentialGrant> grants) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO job_grants (job_id, env_var, source) VALUES (?, ?, ?)")) {
      for (CredentialGrant grant : grants) {
        insert.setString(1, job.value());
        insert.setString(2, grant.envVar());
        insert.setString(3, grant.source());
        insert.executeUpdate();
      }
    }
  }

  List<CredentialGrant> of(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT env_var, source FROM job_grants WHERE job_id = ? ORDER BY env_var")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        List<CredentialGrant> grants = new ArrayList<>();
        while (row.next()) {
          grants.add(new CredentialGrant(row.getString(1), row.getString(2)));
        }
        return grants;
      }
    }
  }

  /// All of the job's were given out once more.
  void used(Connection connection, JobId job, Instant at) throws SQLException {
    try (PreparedStatement update = connection
        .prepareStatement("UPDATE job_grants SET uses = uses + 1, last_used_at = ? WHERE job_id = ?")) {
      update.setLong(1, at.toEpochMilli());
      update.setString(2, job.value());
      update.executeUpdate();
    }
  }

  /// How often the job was given what it was granted.
  int uses(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT coalesce(max(uses), 0) FROM job_grants WHERE job_id = ?")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }
}
