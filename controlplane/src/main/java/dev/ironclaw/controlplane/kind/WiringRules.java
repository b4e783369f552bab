package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.EngageRule;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Wiring;
import java.util.Optional;

/// When nobody may let a wiring through.
final class WiringRules {
  private WiringRules() {}

  static Optional<String> objection(WiringSpec spec, AgentGroupId agent, Basis base) {
    if (EngageRule.compile(spec.engagePattern()).isEmpty()) {
      return Optional.of("the engage pattern is no RE2 expression, or too heavy to run on every message");
    }
    Optional<Wiring> sameId = base.wiring(spec.id());
    if (sameId.filter(wiring -> !wiring.agentGroup().equals(agent)).isPresent()) {
      return Optional.of(spec.id() + " is a wiring of another agent; leave the id out");
    }
    Optional<MessagingGroup> place = spec.place().find(base);
    if (place.filter(known -> known.isGroup() != spec.isGroup()).isPresent()) {
      return Optional.of(spec.place().shown() + " is " + (spec.isGroup() ? "no group" : "a group"));
    }
    if (sameId.isPresent() && place.map(MessagingGroup::id).filter(sameId.get().messagingGroup()::equals).isEmpty()) {
      return Optional.of(spec.id() + " is wired to another place; remove it and wire this one anew");
    }
    return place.flatMap(known -> base.wirings().stream()
        .filter(wiring -> wiring.messagingGroup().equals(known.id()) && wiring.agentGroup().equals(agent)
            && !wiring.id().equals(spec.id()))
        .findFirst())
        .map(other -> "the agent is wired to " + spec.place().shown() + " already, as " + other.id());
  }
}
