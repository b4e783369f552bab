package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.audit.AgentOf;
import dev.ironclaw.controlplane.audit.AuditEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Finds the agent of an audit event in the tables of all areas; here, because no single area knows them all.
final class AgentOfStore implements AgentOf {
  private static final String AGENT_PREFIX = "sandbox:";

  @Override
  public Optional<String> agent(Connection connection, AuditEvent event) throws SQLException {
    Optional<String> bySubject = of(connection, event.subject());
    return bySubject.isPresent() || !event.actor().startsWith(AGENT_PREFIX)
        ? bySubject
        : of(connection, event.actor().substring(AGENT_PREFIX.length()));
  }

  private static Optional<String> of(Connection connection, String id) throws SQLException {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    int end = id.indexOf('_');
    return switch (end < 0 ? "" : id.substring(0, end)) {
      case "chg" -> ask(connection, "SELECT agent_group_id FROM changes WHERE id = ?", id);
      case "ses" -> ask(connection, "SELECT agent_group FROM sessions WHERE id = ?", id);
      case "box" -> ask(connection, "SELECT agent_group_id FROM boxes WHERE id = ?", id);
      default -> ask(connection, "SELECT id FROM agent_groups WHERE id = ?", id);
    };
  }

  private static Optional<String> ask(Connection connection, String query, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
