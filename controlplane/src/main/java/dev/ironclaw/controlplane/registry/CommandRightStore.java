package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.job.CommandPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table `command_rights`. Who may run nothing has no row.
final class CommandRightStore {
  Map<String, CommandRight> all(Connection connection) throws SQLException {
    Map<String, CommandRight> found = new HashMap<>();
    try (
        var statement = connection.prepareStatement("SELECT caller, policies, projects, hosts FROM command_rights");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        // A policy that this version does not know gives nothing.
        found.put(rows.getString(1),
            new CommandRight(rows.getString(1), lines(rows.getString(2)).stream().map(CommandPolicy::of)
                .flatMap(Optional::stream).collect(Collectors.toSet()), lines(rows.getString(3)),
                lines(rows.getString(4))));
      }
    }
    return found;
  }

  void put(Connection connection, CommandRight right) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM command_rights WHERE caller = ?")) {
      statement.setString(1, right.caller());
      statement.executeUpdate();
    }
    if (right.isNone()) {
      return;
    }
    try (var statement = connection
        .prepareStatement("INSERT INTO command_rights (caller, policies, projects, hosts) VALUES (?, ?, ?, ?)")) {
      statement.setString(1, right.caller());
      statement.setString(2, right.policies().stream().map(CommandPolicy::wireName)
          .collect(Collectors.joining("\n")));
      statement.setString(3, String.join("\n", right.projects()));
      statement.setString(4, String.join("\n", right.hosts()));
      statement.executeUpdate();
    }
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }
}
