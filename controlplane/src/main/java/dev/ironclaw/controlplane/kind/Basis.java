package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.Wiring;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What a change is read, checked, shown and applied against: the registry as of one moment.
///
/// @param agent the agent that it is about; empty where there is none (yet)
/// @param places finds a place by channel type, platform id and instance
/// @param approvers who can approve anything at all
/// @param asking when and where it was asked for
public record Basis(Optional<AgentGroup> agent, RegistrySnapshot registry, Places places, HostFacts host,
    Approvers approvers, Asking asking) {

  /// When and where something was asked for: of a stored change always the same.
  ///
  /// @param zone of the host, for times that name none
  /// @param place where the conversation is that led to it; empty where a person asked, or where it is in many places
  /// @param thread of that place
  public record Asking(Instant at, ZoneId zone, Optional<PlaceName> place, Optional<String> thread) {
    /// By a person.
    public static Asking of(Instant at, ZoneId zone) {
      return new Asking(at, zone, Optional.empty(), Optional.empty());
    }
  }

  /// The base of a change about this agent, or about none.
  public static Basis of(RegistrySnapshot registry, Places places, HostFacts host, Approvers approvers,
      Optional<AgentGroupId> agent) {
    return of(registry, places, host, approvers, agent, Asking.of(Instant.EPOCH, ZoneOffset.UTC));
  }

  /// As the other, of a request whose time and place matter.
  public static Basis of(RegistrySnapshot registry, Places places, HostFacts host, Approvers approvers,
      Optional<AgentGroupId> agent, Asking asking) {
    return new Basis(agent.flatMap(id -> Optional.ofNullable(registry.agentGroups().get(id))), registry, places, host,
        approvers, asking);
  }

  /// The rules of deciding; empty where what is stored can't be read.
  public Optional<DecisionPolicy> policy() {
    return DecisionPolicy.stored(registry.policy());
  }

  /// What a card is bound to: the agent's revision, or the whole registry's where it is about no agent that exists.
  public long revision() {
    return agent.map(AgentGroup::revision).orElse(registry.version());
  }

  /// The agent of a kind that needs one.
  AgentGroup requireAgent() {
    return agent.orElseThrow(() -> new IllegalStateException("a change of this kind is about an agent"));
  }

  /// The wirings of all agents.
  List<Wiring> wirings() {
    return registry.wirings().values().stream().flatMap(List::stream).toList();
  }

  Optional<Wiring> wiring(WiringId id) {
    return wirings().stream().filter(wiring -> wiring.id().equals(id)).findFirst();
  }

  /// Finds places. Strangers' messages make them, so they are no part of the snapshot.
  public interface Places {
    /// By what names it outside.
    Optional<MessagingGroup> find(String channelType, String platformId, String instance);

    Optional<MessagingGroup> find(MessagingGroupId id);
  }
}
