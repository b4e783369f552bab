package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.VaultUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Everything that an agent is: its row, and every row that names it.
///
/// @param row its revision means nothing
/// @param admins of this agent alone, sorted
/// @param members sorted
/// @param destinations sorted
/// @param egress sorted
/// @param vault sorted
/// @param wirings by id
record AgentSpec(AgentGroup row, List<UserId> admins, List<UserId> members, List<PlaceName> destinations,
    List<EgressTarget> egress, List<VaultUse> vault, List<WiringSpec> wirings) {
  private static final Comparator<UserId> BY_ID = Comparator.comparing(UserId::value);

  AgentSpec {
    row = row.withRevision(0);
    admins = admins.stream().sorted(BY_ID).toList();
    members = members.stream().sorted(BY_ID).toList();
    destinations = destinations.stream().sorted().toList();
    egress = egress.stream().sorted(Comparator.comparing(EgressTarget::text)).toList();
    vault = vault.stream().sorted(Comparator.comparing(VaultUse::text)).toList();
    wirings = wirings.stream().sorted(Comparator.comparing(wiring -> wiring.id().value())).toList();
  }

  /// What is stored.
  ///
  /// @param policies places whose rule for strangers is to be part of it
  static AgentSpec of(AgentGroup row, Map<PlaceName, UnknownSenderPolicy> policies, Basis base) {
    AgentGroupId id = row.id();
    return new AgentSpec(row,
        base.registry().roles().stream().filter(role -> role.agentGroup().equals(Optional.of(id)))
            .map(RoleGrant::user).toList(),
        base.registry().members().stream().filter(member -> member.agentGroup().equals(id))
            .map(member -> member.user()).toList(),
        base.registry().destinations().stream().filter(place -> place.agentGroup().equals(id))
            .map(place -> new PlaceName(place.channelType(), place.platformId(), "")).toList(),
        EgressCards.held(id, base),
        base.registry().reach().vault().stream().filter(use -> use.agentGroup().equals(id)).toList(),
        base.wirings().stream().filter(wiring -> wiring.agentGroup().equals(id))
            .flatMap(wiring -> WiringKind.stored(wiring, Optional.empty(), base).stream())
            .map(wiring -> policies.containsKey(wiring.place())
                ? wiring.withPolicy(Optional.of(wiring.policyNow(base)))
                : wiring)
            .toList());
  }

  AgentGroupId id() {
    return row.id();
  }

  /// Who and where, each as what it lets them do.
  List<Permission> permissions() {
    List<Permission> permissions = new ArrayList<>();
    admins.forEach(
        user -> permissions.add(new Permission.OfRole(new RoleGrant(user, Role.ADMIN, Optional.of(id())))));
    members.forEach(user -> permissions.add(new Permission.OfMember(user, id())));
    destinations.forEach(place -> permissions.add(
        new Permission.OfDestination(new Destination(id(), place.channelType(), place.platformId()))));
    vault.forEach(use -> permissions.add(new Permission.OfVault(use)));
    return permissions;
  }

  List<RegistryEdit> create(Basis base) {
    List<RegistryEdit> edits = new ArrayList<>();
    // Never a revision that an earlier agent of this id had: what was shown of that one must not fit this one.
    edits.add(new RegistryEdit.CreateAgent(row.withRevision(base.registry().version() + 1)));
    permissions().forEach(permission -> edits.addAll(permission.grant(base)));
    egress.forEach(target -> edits.add(new RegistryEdit.PutEgress(target.rule(id()))));
    wirings.forEach(wiring -> edits.addAll(wiring.edits(id(), base)));
    return edits;
  }

  List<RegistryEdit> remove(Basis base) {
    List<RegistryEdit> edits = new ArrayList<>();
    wirings.forEach(wiring -> edits.add(new RegistryEdit.RemoveWiring(wiring.id())));
    permissions().forEach(permission -> edits.addAll(permission.revoke(base)));
    egress.forEach(target -> edits.add(new RegistryEdit.RemoveEgress(target.rule(id()))));
    edits.add(new RegistryEdit.RemoveAgent(id()));
    return edits;
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id().value()).put("name", row.name())
        .put("folder", row.folder()).put("provider", row.provider()).put("model", row.model());
    row.fallback().ifPresent(_ -> FallbackForm.write(row.fallback(), json));
    Persona persona = row.persona();
    json.putObject("personaDocs").put("identity", persona.identity()).put("soul", persona.soul()).put("instructions",
        persona.instructions());
    ArrayNode tools = json.putArray("enabledTools");
    row.enabledTools().forEach(tools::add);
    json.set("mounts", MountsPayload.toJson(row.mounts()));
    ArrayNode owners = json.putArray("admins");
    admins.forEach(user -> owners.add(user.value()));
    ArrayNode people = json.putArray("members");
    members.forEach(user -> people.add(user.value()));
    ArrayNode places = json.putArray("destinations");
    destinations.forEach(place -> places.add(place.toJson()));
    if (!egress.isEmpty()) {
      ArrayNode hosts = json.putArray("egress");
      egress.forEach(target -> hosts.add(target.text()));
    }
    if (!vault.isEmpty()) {
      ArrayNode uses = json.putArray("vault");
      vault.forEach(use -> uses.addObject().put("credential", use.credential()).put("host", use.host()));
    }
    ArrayNode wired = json.putArray("wirings");
    wirings.forEach(wiring -> wired.add(wiring.toJson()));
    if (!row.budget().isUnlimited()) {
      json.set("budget", BudgetPayload.toJson(row.budget()));
    }
    return json;
  }
}
