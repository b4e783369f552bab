package dev.ironclaw.controlplane.grant;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.RegistrySnapshot.Reach;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.VaultUse;
import dev.ironclaw.controlplane.registry.Wiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the capabilities out of the registry and its edits. Pure.
final class GrantItems {
  private GrantItems() {}

  /// Everything that this agent holds; with an empty agent the roles over all agents.
  static Set<GrantItem> inForce(RegistrySnapshot registry, Optional<AgentGroupId> agent) {
    return whole(registry, agent).keySet();
  }

  /// As [#inForce], each with all that it gives: a mount of the same name may show another folder.
  static Map<GrantItem, Object> whole(RegistrySnapshot registry, Optional<AgentGroupId> agent) {
    Map<GrantItem, Object> items = new LinkedHashMap<>();
    agent.flatMap(id -> Optional.ofNullable(registry.agentGroups().get(id))).ifPresent(group -> own(group, items));
    registry.roles().stream().filter(grant -> grant.agentGroup().equals(agent))
        .forEach(grant -> items.put(role(grant), grant));
    agent.ifPresent(id -> {
      registry.wirings().values().stream().flatMap(List::stream).filter(wiring -> wiring.agentGroup().equals(id))
          .forEach(wiring -> items.put(new GrantItem(GrantItem.Type.WIRING, wiring.id().value()), wiring));
      registry.members().stream().filter(member -> member.agentGroup().equals(id))
          .forEach(member -> items.put(new GrantItem(GrantItem.Type.MEMBER, member.user().value()), member));
      registry.destinations().stream().filter(destination -> destination.agentGroup().equals(id))
          .forEach(destination -> items.put(destination(destination), destination));
      registry.reach().egress().stream().filter(rule -> rule.agentGroup().equals(id))
          .forEach(rule -> items.put(egress(rule), rule));
      registry.reach().vault().stream().filter(use -> use.agentGroup().equals(id))
          .forEach(use -> items.put(vault(use), use));
    });
    return items;
  }

  private static void own(AgentGroup group, Map<GrantItem, Object> items) {
    group.enabledTools().forEach(tool -> items.put(new GrantItem(GrantItem.Type.TOOL, tool), tool));
    group.mounts().forEach(mount -> items.put(new GrantItem(GrantItem.Type.MOUNT, mount.name()), mount));
  }

  private static GrantItem role(RoleGrant grant) {
    return new GrantItem(GrantItem.Type.ROLE, grant.role().wireName() + "/" + grant.user().value());
  }

  static GrantItem egress(EgressRule rule) {
    return new GrantItem(GrantItem.Type.EGRESS, rule.text());
  }

  static GrantItem vault(VaultUse use) {
    return new GrantItem(GrantItem.Type.VAULT, use.text());
  }

  private static GrantItem destination(Destination destination) {
    return new GrantItem(GrantItem.Type.DESTINATION, destination.channelType() + "/" + destination.platformId());
  }

  /// What takes this one capability away, and nothing else; empty where it is gone already.
  static List<RegistryEdit> removal(GrantItem item, Optional<AgentGroupId> agent, RegistrySnapshot registry) {
    if (!inForce(registry, agent).contains(item)) {
      return List.of();
    }
    List<RegistryEdit> edits = new ArrayList<>();
    agent.map(registry.agentGroups()::get).ifPresent(group -> edits.add(
        new RegistryEdit.ReplaceAgent(without(group, item).withRevision(group.revision() + 1))));
    String[] parts = item.key().split("/", 2);
    switch (item.type()) {
      case TOOL, MOUNT -> {
        // The agent's own row has it.
      }
      case WIRING -> edits.add(new RegistryEdit.RemoveWiring(new WiringId(item.key())));
      case MEMBER -> agent.ifPresent(id -> edits.add(new RegistryEdit.RemoveMember(new UserId(item.key()), id)));
      case ROLE -> registry.roles().stream()
          .filter(grant -> grant.agentGroup().equals(agent) && role(grant).equals(item))
          .forEach(grant -> edits.add(new RegistryEdit.RemoveRole(grant)));
      case DESTINATION -> agent.ifPresent(
          id -> edits.add(new RegistryEdit.RemoveDestination(new Destination(id, parts[0], parts[1]))));
      case EGRESS -> registry.reach().egress().stream()
          .filter(rule -> Optional.of(rule.agentGroup()).equals(agent) && egress(rule).equals(item))
          .forEach(rule -> edits.add(new RegistryEdit.RemoveEgress(rule)));
      case VAULT -> registry.reach().vault().stream()
          .filter(use -> Optional.of(use.agentGroup()).equals(agent) && vault(use).equals(item))
          .forEach(use -> edits.add(new RegistryEdit.RemoveVaultUse(use)));
    }
    return edits;
  }

  /// The registry as it will be once that capability is taken away.
  static RegistrySnapshot without(GrantItem item, Optional<AgentGroupId> agent, RegistrySnapshot now) {
    if (!inForce(now, agent).contains(item)) {
      return now;
    }
    Map<AgentGroupId, AgentGroup> groups = new LinkedHashMap<>(now.agentGroups());
    agent.ifPresent(id -> groups.computeIfPresent(id,
        (_, group) -> without(group, item).withRevision(group.revision() + 1)));
    Map<MessagingGroupId, List<Wiring>> wirings = new LinkedHashMap<>();
    now.wirings().forEach((place, all) -> wirings.put(place, all.stream().filter(
        wiring -> item.type() != GrantItem.Type.WIRING || !wiring.id().value().equals(item.key())).toList()));
    return new RegistrySnapshot(now.version(), groups, wirings, now.users(),
        now.roles().stream().filter(row -> !row.agentGroup().equals(agent) || !role(row).equals(item))
            .collect(Collectors.toUnmodifiableSet()),
        now.members().stream().filter(row -> !Optional.of(row.agentGroup()).equals(agent)
            || !item.equals(new GrantItem(GrantItem.Type.MEMBER, row.user().value())))
            .collect(Collectors.toUnmodifiableSet()),
        now.destinations().stream().filter(row -> !Optional.of(row.agentGroup()).equals(agent)
            || !destination(row).equals(item)).collect(Collectors.toUnmodifiableSet()),
        without(item, agent, now.reach()), now.policy(), now.retired(), now.schedules());
  }

  private static Reach without(GrantItem item, Optional<AgentGroupId> agent, Reach now) {
    return new Reach(now.egress().stream().filter(rule -> !Optional.of(rule.agentGroup()).equals(agent)
        || !egress(rule).equals(item)).collect(Collectors.toUnmodifiableSet()),
        now.vault().stream().filter(use -> !Optional.of(use.agentGroup()).equals(agent)
            || !vault(use).equals(item)).collect(Collectors.toUnmodifiableSet()),
        now.commands(), now.jobs());
  }

  private static AgentGroup without(AgentGroup group, GrantItem item) {
    return switch (item.type()) {
      case TOOL -> group
          .withEnabledTools(group.enabledTools().stream().filter(tool -> !tool.equals(item.key())).toList());
      case MOUNT -> group
          .withMounts(group.mounts().stream().filter(mount -> !mount.name().equals(item.key())).toList());
      case WIRING, MEMBER, ROLE, DESTINATION, EGRESS, VAULT -> group;
    };
  }
}
