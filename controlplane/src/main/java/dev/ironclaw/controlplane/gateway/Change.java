package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.kind.ChangeCard;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One change with everything that is known of it.
///
/// @param agentGroup what it is about; empty where that is no one agent
/// @param baseRevision the revision of that, or of the whole registry, that the card was made against
/// @param error why it failed, for `FAILED`; in the answer to a decision also why it has no effect yet
public record Change(ChangeId id, ChangeKind kind, Optional<AgentGroupId> agentGroup, long baseRevision,
    JsonNode before,
    JsonNode after, Optional<String> reason, String requestedBy, Optional<Origin> origin, Instant createdAt,
    Instant expiresAt, ChangeState state, Optional<DecisionRecord> decision, Optional<String> error, ChangeCard card) {

  /// The same against a newer base.
  Change onBase(long revision, JsonNode otherBefore, ChangeCard otherCard) {
    return new Change(id, kind, agentGroup, revision, otherBefore, after, reason, requestedBy, origin, createdAt,
        expiresAt, state, decision, error, otherCard);
  }

  /// For sentences: the agent's id, or what stands for all.
  String about() {
    return agentGroup.map(AgentGroupId::value).orElse("the control plane");
  }

  /// The same, rejected in memory.
  Change rejected(DecisionRecord rejection, String note) {
    return new Change(id, kind, agentGroup, baseRevision, before, after, reason, requestedBy, origin, createdAt,
        expiresAt, ChangeState.REJECTED, Optional.of(rejection), Optional.of(note), card);
  }

  /// The same, decided but without its effect yet.
  Change waiting(String why) {
    return new Change(id, kind, agentGroup, baseRevision, before, after, reason, requestedBy, origin, createdAt,
        expiresAt, state, decision, Optional.of(why), card);
  }

  /// Who decided what, when. `decidedBy` is the authenticated principal, or `verifier`, or `timeout`.
  ///
  /// @param scope how far an approval goes
  public record DecisionRecord(boolean approved, String decidedBy, Instant decidedAt, Optional<String> reason,
      GrantScope scope) {
    public DecisionRecord(boolean approved, String decidedBy, Instant decidedAt, Optional<String> reason) {
      this(approved, decidedBy, decidedAt, reason, GrantScope.ALWAYS);
    }
  }
}
