package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.Basis;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.kind.PlaceName;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Reads requests against the registry as it is now.
final class Bases {
  private final Registry registry;
  private final HostFacts host;
  private final Approvers approvers;
  private final ZoneId zone;

  /// @param zone of the host
  Bases(Registry registry, HostFacts host, Approvers approvers, ZoneId zone) {
    this.zone = zone;
    this.registry = registry;
    this.host = host;
    this.approvers = approvers;
  }

  /// What a request about this agent is read against. Where the agent is gone there is nothing: what was asked for one
  /// agent must never be read as asked for all of them. Only the one that is to be made need not be there.
  ///
  /// @throws IronclawException `NOT_FOUND`
  Basis of(ChangeKind kind, Optional<AgentGroupId> agent, Basis.Asking asking) {
    return of(kind, agent, seen(), asking);
  }

  private Basis of(ChangeKind kind, Optional<AgentGroupId> agent, Seen seen, Basis.Asking asking) {
    Basis basis = Basis.of(registry.snapshot(), seen, host, seen, agent, asking);
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
    return Asked.parse(change.kind(), change.after(),
        of(change.kind(), change.agentGroup(), seen, asking(change.createdAt(), change.origin())));
  }

  /// A session never moves, so this reads the same for ever.
  Basis.Asking asking(Instant at, Optional<Origin> origin) {
    Optional<Session> session = origin.map(Origin::session).flatMap(registry::session);
    return new Basis.Asking(at, zone, session.flatMap(Session::messagingGroup).flatMap(registry::messagingGroup)
        .map(PlaceName::of), session.flatMap(Session::threadId));
  }

  Seen seen() {
    return new Seen(registry, approvers);
  }
}
