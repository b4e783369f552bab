package dev.ironclaw.controlplane.router;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import java.util.Optional;

/// What became of a message for one agent group.
///
/// @param reason one of the reference's words: `engaged (trigger=1)`, `accumulated (trigger=0)`,
///        `not-engaged: dropped`, `access-denied: no-access`, `sender-scope: …`; and of our own: `duplicate`,
///        `held: …`, `answered a question`
public record RoutingOutcome(AgentGroupId agentGroup, Optional<SessionId> session, boolean engaged, String reason) {}
