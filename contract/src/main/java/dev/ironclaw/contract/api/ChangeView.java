package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// One change with its card.
///
/// @param before JSON value of what the change replaces
/// @param after JSON value of the payload
/// @param createdAt RFC 3339, UTC, as is `expiresAt`
/// @param sessionId the session that it was asked in
/// @param state `pending`, `approved`, `applied`, `rejected`, `failed` or `expired`
/// @param error why it failed
/// @param cardHash the same as `card.hash`
/// @param limits how its approval may be limited: `until`, `uses`, `session`
/// @param approvals of a pending one that two people must approve
/// @param stepUp true where approving it takes a one-time code
/// @param similar the last decisions on the same thing; only where one change is asked for
public record ChangeView(String id, String kind, String agentGroupId, Optional<String> agentGroupName,
    String requestedBy, Optional<String> reason, Optional<String> sessionId, String createdAt, String expiresAt,
    String state, Optional<DecisionView> decision, Optional<String> error, Optional<Object> before,
    Optional<Object> after, CardView card, String cardHash, List<String> limits, Optional<ApprovalsView> approvals,
    Optional<Boolean> stepUp, List<SimilarView> similar) {
  /// An older control plane says nothing of limits and of earlier decisions.
  public ChangeView {
    limits = limits == null ? List.of() : List.copyOf(limits);
    similar = similar == null ? List.of() : List.copyOf(similar);
  }
}
