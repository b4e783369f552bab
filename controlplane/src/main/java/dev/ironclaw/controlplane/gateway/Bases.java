package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.Basis;
import dev.ironclaw.controlplane.kind.HostFacts;
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
    return of(kind, agent, seen());
  }

  private Basis of(ChangeKind kind, Optional<AgentGroupId> agent, Seen seen) {
    Basis basis = Basis.of(registry.snapshot(), seen, host, seen, agent);
    if (agent.isPresent() && basis.agent().isEmpty() && kind != ChangeKind.CREATE_AGENT) {
      throw new IronclawException(ErrorCode.NOT_FOUND,
          "read a change of kind " + kind.wireName() + ": its agent group " + agent.get() + " is gone");
    }
    return basis;
  }

  /// A stored change, as it reads now.
  Asked<?> now(Change change) {
    return now(change, seen());
  }

  /// The same, noting what it reads beside the registry's version.
  Asked<?> now(Change change, Seen seen) {
    return Asked.parse(change.kind(), change.after(), of(change.kind(), change.agentGroup(), seen));
  }

  Seen seen() {
    return new Seen(registry, approvers);
  }
}
