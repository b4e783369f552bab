package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
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

  /// What a request about this agent is read against. Where the agent is gone there is nothing: what was asked for one
  /// agent must never be read as asked for all of them. Only the one that is to be made need not be there.
  ///
  /// @throws IronclawException `NOT_FOUND`
  Basis of(ChangeKind kind, Optional<AgentGroupId> agent) {
    Basis basis = Basis.of(registry.snapshot(), new KnownPlaces(registry), host, approvers, agent);
    if (agent.isPresent() && basis.agent().isEmpty() && kind != ChangeKind.CREATE_AGENT) {
      throw new IronclawException(ErrorCode.NOT_FOUND,
          "read a change of kind " + kind.wireName() + ": its agent group " + agent.get() + " is gone");
    }
    return basis;
  }

  /// A stored change, as it reads now.
  Asked<?> now(Change change) {
    return Asked.parse(change.kind(), change.after(), of(change.kind(), change.agentGroup()));
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
