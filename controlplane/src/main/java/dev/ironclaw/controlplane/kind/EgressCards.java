package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.kind.ChangeCard.Difference;
import dev.ironclaw.controlplane.kind.WiringPayload.Egress;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a list of hosts changes, shown and carried out.
final class EgressCards {
  private EgressCards() {}

  /// What it adds and is not there, or takes away and is.
  static List<EgressTarget> changed(Egress egress, Basis base) {
    AgentGroupId agent = base.requireAgent().id();
    Set<EgressRule> held = base.registry().reach().egress();
    return egress.targets().stream().filter(target -> held.contains(target.rule(agent)) != egress.adds()).toList();
  }

  /// What an agent may reach, sorted.
  static List<EgressTarget> held(AgentGroupId agent, Basis base) {
    return base.registry().reach().egress().stream().filter(rule -> rule.agentGroup().equals(agent))
        .map(EgressTarget::of).sorted(Comparator.comparing(EgressTarget::text)).toList();
  }

  static CardParts card(Egress egress, String agent, Basis base) {
    List<EgressTarget> changed = changed(egress, base);
    List<String> said = changed.stream().map(EgressTarget::gain).toList();
    List<String> hosts = changed.stream().map(target -> target.host().shown()).distinct().toList();
    String named = hosts.size() > 3 ? hosts.size() + " hosts" : String.join(", ", hosts);
    List<EgressTarget> before = held(base.requireAgent().id(), base);
    List<Difference> differences = List.of(new Difference("hosts", list(before), list(after(before, egress))));
    return egress.adds()
        ? new CardParts("Let " + agent + " reach " + named,
            changed.stream().map(EgressTarget::risk).reduce(Risk.AMBER, Risk::higher), said, List.of(), differences)
        : new CardParts("Stop " + agent + " from reaching " + named, Risk.GREEN, List.of(), said, differences);
  }

  private static List<EgressTarget> after(List<EgressTarget> before, Egress egress) {
    List<EgressTarget> after = new ArrayList<>(before);
    after.removeAll(egress.targets());
    if (egress.adds()) {
      after.addAll(egress.targets());
    }
    return after;
  }

  static String list(List<EgressTarget> targets) {
    return targets.isEmpty()
        ? "(none)"
        : String.join("\n", new TreeSet<>(targets.stream().map(EgressTarget::text).toList()));
  }

  static List<RegistryEdit> edits(Egress egress, Basis base) {
    AgentGroupId agent = base.requireAgent().id();
    return changed(egress, base).stream().<RegistryEdit>map(target -> egress.adds()
        ? new RegistryEdit.PutEgress(target.rule(agent))
        : new RegistryEdit.RemoveEgress(target.rule(agent))).toList();
  }
}
