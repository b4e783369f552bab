package dev.ironclaw.contract.api;

import java.util.Optional;

/// What people are asked where an agent has come to the soft limit of its budget: one element of `GET /v1/usage/questions`.
/// The agent goes on meanwhile, up to the hard limit.
///
/// @param question whole, in the control plane's words
/// @param span `tokensPerDay`, `tokensPerMonth`, `centsPerDay` or `centsPerMonth`
/// @param period the day or month in UTC, as 2026-11-21 or 2026-11
/// @param state `open`, `answered`, `expired` (the period is over) or `withdrawn` (the limit was changed, or the
///     agent is gone)
/// @param stopped true while the agent may make no call by this answer
/// @param askedAt RFC 3339, UTC, as are all times here
/// @param expiresAt the end of the period
/// @param answer `go-on` or `stop`
/// @param settledBy who ended it
public record BudgetQuestionView(String id, String agentGroupId, String question, String span, String period,
    String state, boolean stopped, String askedAt, String expiresAt, Optional<String> answer,
    Optional<String> settledBy, Optional<String> settledAt) {}
