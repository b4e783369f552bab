package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One change with everything that is known of it.
///
/// @param baseRevision the agent group's revision that the card was made against
/// @param error why it failed, for `FAILED`; in the answer to a decision also why it has no effect yet
public record Change(ChangeId id, ChangeKind kind, AgentGroupId agentGroup, long baseRevision, JsonNode before,
    JsonNode after, Optional<String> reason, String requestedBy, Optional<Origin> origin, Instant createdAt,
    Instant expiresAt, ChangeState state, Optional<DecisionRecord> decision, Optional<String> error, ChangeCard card) {

  /// The same, decided but without its effect yet.
  Change waiting(String why) {
    return new Change(id, kind, agentGroup, baseRevision, before, after, reason, requestedBy, origin, createdAt,
        expiresAt, state, decision, Optional.of(why), card);
  }

  /// Who decided what, when. `decidedBy` is the authenticated principal, or `verifier`, or `timeout`.
  public record DecisionRecord(boolean approved, String decidedBy, Instant decidedAt, Optional<String> reason) {}
}
