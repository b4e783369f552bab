package dev.ironclaw.contract.api;

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
public record ChangeView(String id, String kind, String agentGroupId, Optional<String> agentGroupName,
    String requestedBy, Optional<String> reason, Optional<String> sessionId, String createdAt, String expiresAt,
    String state, Optional<DecisionView> decision, Optional<String> error, Optional<Object> before,
    Optional<Object> after, CardView card, String cardHash) {}
