package dev.ironclaw.controlplane.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Which agent group an event is about that names none itself: its change, session or box says.
@FunctionalInterface
public interface AgentOf {
  /// Nobody knows.
  AgentOf UNKNOWN = (_, _) -> Optional.empty();

  /// Asked in the transaction of the event.
  Optional<String> agent(Connection connection, AuditEvent event) throws SQLException;
}
