package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When nobody may let a new agent through.
final class CreateAgentRules {
  /// Words that stand for more than one agent.
  private static final Set<String> RESERVED = Set.of("all", "system", "control-plane",
      AgentGroup.OPERATORS_JOBS.value());

  private CreateAgentRules() {}

  static Optional<String> objection(AgentSpec agent, Basis base) {
    return taken(agent, base).or(() -> leftovers(agent.id(), base))
        .or(() -> base.host().providers().contains(agent.row().provider())
            ? Optional.empty()
            : Optional.of("no upstream is named " + agent.row().provider() + " here"))
        .or(() -> FallbackForm.objection(agent.row().provider(), agent.row().model(), agent.row().fallback(),
            base.host()))
        .or(() -> SearchingModels.objection(agent.row().model(), agent.row().fallback()))
        .or(() -> MountRules.objection(agent.row().mounts(), List.of(), agent.id(), base))
        .or(() -> PermissionsKind.unknownCredential(agent.permissions(), base)).or(() -> wirings(agent, base));
  }

  private static Optional<String> taken(AgentSpec agent, Basis base) {
    if (RESERVED.contains(agent.id().value())) {
      return Optional.of("no agent may have the id " + agent.id() + ": it stands for all of them or for the host");
    }
    if (base.registry().agentGroups().containsKey(agent.id())) {
      return Optional.of("there is an agent " + agent.id() + " already; choose another id");
    }
    if (base.agent().isPresent()) {
      return Optional.of("a new agent is about no agent that exists: leave the agent out");
    }
    return retired(agent, base).or(() -> base.registry().agentGroups().values().stream()
        .filter(other -> other.folder().equals(agent.row().folder())
            || other.name().equalsIgnoreCase(agent.row().name()))
        .findFirst().map(other -> "the agent " + other.id() + " has that name or folder already"));
  }

  /// It may take over all that its namesake left, and nothing of anybody else's.
  private static Optional<String> retired(AgentSpec agent, Basis base) {
    return base.registry().retired().values().stream()
        .filter(other -> other.id().equals(agent.id()) != other.folder().equals(agent.row().folder())
            || (other.id().equals(agent.id()) && other.erasing()))
        .findFirst().map(other -> "files of the retired agent " + other.id() + " lie in the folder " + other.folder()
            + " still; choose another id and folder, both of that one, or erase them first (`ironctl retired erase "
            + other.id() + "`)");
  }

  /// Nobody may get power over a new agent because of an old one of that id.
  private static Optional<String> leftovers(AgentGroupId id, Basis base) {
    boolean named = base.registry().members().stream().anyMatch(member -> member.agentGroup().equals(id))
        || base.registry().reach().egress().stream().anyMatch(rule -> rule.agentGroup().equals(id))
        || base.registry().reach().vault().stream().anyMatch(use -> use.agentGroup().equals(id))
        || base.registry().destinations().stream().anyMatch(place -> place.agentGroup().equals(id))
        || base.registry().roles().stream().anyMatch(role -> role.agentGroup().equals(Optional.of(id)));
    return named
        ? Optional.of("people, places or hosts are named for an earlier agent " + id + " still; choose another id")
        : Optional.empty();
  }

  private static Optional<String> wirings(AgentSpec agent, Basis base) {
    Set<Object> seen = new HashSet<>();
    for (WiringSpec wiring : agent.wirings()) {
      if (!seen.add(wiring.id()) || !seen.add(wiring.place())) {
        return Optional.of("two wirings have the place " + wiring.place().shown() + " or the id " + wiring.id());
      }
      Optional<String> why = WiringRules.objection(wiring, agent.id(), base);
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }
}
