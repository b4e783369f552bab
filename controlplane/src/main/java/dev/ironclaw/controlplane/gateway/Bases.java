package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.Basis;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.Optional;

/// Reads requests against the registry as it is now.
final class Bases {
  private final Registry registry;
  private final HostFacts host;
  private final Approvers approvers;

  Bases(Registry registry, HostFacts host, Approvers approvers) {
    this.registry = registry;
    this.host = host;
    this.approvers = approvers;
  }

  Basis of(Optional<AgentGroupId> agent) {
    return Basis.of(registry.snapshot(), new KnownPlaces(registry), host, approvers, agent);
  }

  /// A stored change, as it reads now.
  Asked<?> now(Change change) {
    return Asked.parse(change.kind(), change.after(), of(change.agentGroup()));
  }

  private record KnownPlaces(Registry registry) implements Basis.Places {
    @Override
    public Optional<MessagingGroup> find(String channelType, String platformId, String instance) {
      return registry.messagingGroup(channelType, platformId, instance);
    }

    @Override
    public Optional<MessagingGroup> find(MessagingGroupId id) {
      return registry.messagingGroup(id);
    }
  }
}
