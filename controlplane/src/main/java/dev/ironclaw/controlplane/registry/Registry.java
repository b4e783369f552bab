package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Who and what exists, durable in `state.db`. Reading is free; whatever changes an agent's powers takes the
/// connection of an audited transaction, so that it cannot be called on the side.
public final class Registry {
  public Registry(Database state, Clock clock) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<AgentGroup> agentGroups() {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<AgentGroup> agentGroup(AgentGroupId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Only while the stored revision is `updated.revision() - 1`.
  ///
  /// @return false where somebody else was first
  public boolean replaceAgentGroup(Connection audited, AgentGroup updated) throws SQLException {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<MessagingGroup> messagingGroup(MessagingGroupId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<Session> session(SessionId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Most recently active first.
  public List<Session> sessions() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Owner, then global admin, scoped admin, member.
  public Access access(UserId user, AgentGroupId agentGroup) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Whether the agent may send to a place that is not the one it was asked from.
  public boolean mayReach(AgentGroupId agentGroup, String channelType, String platformId) {
    throw new UnsupportedOperationException("skeleton");
  }
}
