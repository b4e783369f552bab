package dev.ironclaw.controlplane.grant;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import java.time.Instant;
import java.util.Optional;

/// One capability that an agent holds, or held.
///
/// @param agentGroup empty for a role over all agents
/// @param scope its limits as they are left: `uses` counts down
/// @param uses how often it was used since it was granted; only what the host sees is counted
/// @param endedBy who ended it: `operator:…`, `expired`, `used up`, or the change that took it away
public record Grant(String id, ChangeId change, Optional<AgentGroupId> agentGroup, GrantItem item, GrantScope scope,
    Instant grantedAt, String grantedBy, long uses, Optional<Instant> lastUsedAt, Optional<Instant> endedAt,
    Optional<String> endedBy) {

  Grant ended(Instant at, String by) {
    return new Grant(id, change, agentGroup, item, scope, grantedAt, grantedBy, uses, lastUsedAt, Optional.of(at),
        Optional.of(by));
  }
}
