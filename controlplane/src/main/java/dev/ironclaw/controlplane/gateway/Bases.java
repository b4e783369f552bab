package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.Base;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.Optional;

/// Reads requests against the registry as it is now.
final class Bases {
  private final Registry registry;
  private final HostFacts host;

  Bases(Registry registry, HostFacts host) {
    this.registry = registry;
    this.host = host;
  }

  Base of(Optional<AgentGroupId> agent) {
    return Base.of(registry.snapshot(), registry::messagingGroup, host, agent);
  }

  /// A stored change, as it reads now.
  Asked<?> now(Change change) {
    return Asked.parse(change.kind(), change.after(), of(change.agentGroup()));
  }
}
