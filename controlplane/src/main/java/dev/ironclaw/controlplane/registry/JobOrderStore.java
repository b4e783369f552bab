package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The table `job_orders`.
final class JobOrderStore {
  Map<JobId, JobOrder> all(Connection connection) throws SQLException {
    Map<JobId, JobOrder> found = new HashMap<>();
    try (
        var statement = connection
            .prepareStatement(
                "SELECT id, agent_group, title, description, mode, project, grants, call, hosts FROM job_orders");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        JobId id = new JobId(rows.getString(1));
        String mode = rows.getString(5);
        found.put(id,
            new JobOrder(id, new AgentGroupId(rows.getString(2)), rows.getString(3), rows.getString(4),
                JobMode.of(mode)
                    .orElseThrow(() -> new SQLException("job order " + id + " has the unknown mode " + mode)),
                Optional.ofNullable(rows.getString(6)), grants(rows.getString(7)),
                new TreeSet<>(rows.getString(9).lines().toList()),
                Optional.ofNullable(rows.getString(8))));
      }
    }
    return found;
  }

  void put(Connection connection, JobOrder order) throws SQLException {
    try (
        var statement = connection.prepareStatement("INSERT INTO job_orders (id, agent_group, title, description, mode,"
            + " project, grants, call, hosts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")) {
      statement.setString(1, order.id().value());
      statement.setString(2, order.agentGroup().value());
      statement.setString(3, order.title());
      statement.setString(4, order.description());
      statement.setString(5, order.mode().wireName());
      statement.setString(6, order.project().orElse(null));
      statement.setString(7, order.grants().entrySet().stream().map(grant -> grant.getKey() + "=" + grant.getValue())
          .collect(Collectors.joining("\n")));
      statement.setString(8, order.call().orElse(null));
      statement.setString(9, String.join("\n", order.hosts()));
      statement.executeUpdate();
    }
  }

  void remove(Connection connection, JobId id) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM job_orders WHERE id = ?")) {
      statement.setString(1, id.value());
      statement.executeUpdate();
    }
  }

  private static SortedMap<String, String> grants(String lines) {
    SortedMap<String, String> grants = new TreeMap<>();
    lines.lines().forEach(line -> {
      int equals = line.indexOf('=');
      grants.put(line.substring(0, equals), line.substring(equals + 1));
    });
    return grants;
  }
}
