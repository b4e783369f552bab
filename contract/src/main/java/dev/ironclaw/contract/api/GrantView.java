package dev.ironclaw.contract.api;

import java.util.Optional;

/// One capability that an agent holds, or held.
///
/// @param changeId the change that gave it
/// @param agentGroupId empty for a role over all agents
/// @param type `tool`, `mount`, `wiring`, `member`, `role`, `destination`, `egress` or `vault`
/// @param key which one
/// @param scope its limits as they are left, in words
/// @param until RFC 3339, UTC, as are all times here
/// @param usesLeft how often it may still be used
/// @param sessionId the one conversation
/// @param uses how often it was used; only what the control plane sees is counted
/// @param unused held for 30 days or more and not used in them, as far as uses are counted: worth taking away
/// @param endedBy who or what ended it
public record GrantView(String id, String changeId, String agentGroupId, String type, String key, String scope,
    Optional<String> until, Optional<Integer> usesLeft, Optional<String> sessionId, String grantedAt, String grantedBy,
    long uses, Optional<String> lastUsedAt, boolean unused, Optional<String> endedAt, Optional<String> endedBy) {}
