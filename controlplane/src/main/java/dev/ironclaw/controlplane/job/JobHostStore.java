package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `job_hosts`.
final class JobHostStore {
  void add(Connection connection, JobId job, List<HostPattern> hosts) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO job_hosts (job_id, host) VALUES (?, ?)")) {
      for (HostPattern host : hosts) {
        insert.setString(1, job.value());
        insert.setString(2, host.text());
        insert.executeUpdate();
      }
    }
  }

  /// Sorted.
  List<HostPattern> of(Connection connection, JobId job) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT host FROM job_hosts WHERE job_id = ?")) {
      select.setString(1, job.value());
      try (ResultSet row = select.executeQuery()) {
        List<HostPattern> hosts = new ArrayList<>();
        while (row.next()) {
          hosts.add(HostPattern.of(row.getString(1)));
        }
        return hosts.stream().sorted().toList();
      }
    }
  }
}
