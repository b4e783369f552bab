package dev.ironclaw.contract.api;

import java.util.Optional;

/// One role of one person.
///
/// @param role `owner` or `admin`
/// @param agentGroupId absent: over all agents
public record RoleView(String userId, String role, Optional<String> agentGroupId) {}
