package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.audit.AuditTable.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The events of one transaction, and the lines that they became.
final class Entries implements AuditLog.Transaction {
  private final Connection connection;
  private final AuditChain chain;
  private final AgentOf agents;
  private final List<Row> lines = new ArrayList<>();

  Entries(Connection connection, AuditChain chain, AgentOf agents) {
    this.connection = connection;
    this.chain = chain;
    this.agents = agents;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void audit(AuditEvent event) throws SQLException {
    lines.addAll(chain.append(connection, of(event)));
  }

  private AuditEvent of(AuditEvent event) throws SQLException {
    return event.agent().isEmpty() ? agents.agent(connection, event).map(event::about).orElse(event) : event;
  }

  List<Row> lines() {
    return lines;
  }
}
