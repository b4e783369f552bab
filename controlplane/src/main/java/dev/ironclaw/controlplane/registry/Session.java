package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;
import java.util.Optional;

/// One conversation with one agent: which place and, for per-thread sessions, which thread.
///
/// @param messagingGroup empty for an agent-shared session
public record Session(SessionId id, AgentGroupId agentGroup, Optional<MessagingGroupId> messagingGroup,
    Optional<String> threadId, Instant createdAt, Instant lastActive) {}
