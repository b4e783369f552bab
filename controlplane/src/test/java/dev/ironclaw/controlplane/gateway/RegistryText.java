package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.kind.DecisionPolicy;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Mount;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The whole registry as text, and whether it has become what a change says.
final class RegistryText {
  private RegistryText() {}

  /// Without revisions and version; a place that nobody is wired to is as strict as one that does not exist.
  static String of(Registry registry) {
    RegistrySnapshot now = registry.snapshot();
    TreeSet<String> lines = new TreeSet<>();
    now.agentGroups().values().forEach(agent -> lines.add(agent.withRevision(0).toString()));
    now.wirings().values().stream().flatMap(List::stream).forEach(wiring -> lines.add(wiring.toString()));
    now.users().values().forEach(user -> lines.add(user.toString()));
    now.roles().forEach(role -> lines.add(role.toString()));
    now.members().forEach(member -> lines.add(member.toString()));
    now.destinations().forEach(destination -> lines.add(destination.toString()));
    now.schedules().values().forEach(schedule -> lines.add(schedule.toString()));
    registry.messagingGroups().stream()
        .filter(place -> place.unknownSenderPolicy() != MessagingGroup.UnknownSenderPolicy.STRICT)
        .forEach(place -> lines.add(place.toString()));
    now.reach().commands().values().stream().map(Object::toString).sorted().forEach(lines::add);
    now.reach().jobs().values().stream().map(Object::toString).sorted().forEach(lines::add);
    now.policy().ifPresent(policy -> lines.add("policy " + policy));
    return String.join("\n", lines);
  }

  /// Reads the bytes that were shown, not what the code made of them.
  static void assertHolds(Registry registry, Change change) {
    RegistrySnapshot now = registry.snapshot();
    JsonNode after = change.after();
    AgentGroupId id = change.agentGroup().orElse(new AgentGroupId("nobody"));
    Optional<AgentGroup> agent = Optional.ofNullable(now.agentGroups().get(id));
    String what = change.kind() + " " + after;
    switch (change.kind()) {
      case ENABLED_TOOLS -> {
        List<String> tools = agent.orElseThrow().enabledTools();
        if (after.has("add")) {
          assertThat(tools).as(what).containsAll(texts(after.get("add")));
        } else {
          assertThat(tools).as(what).isEqualTo(texts(after.get("tools")));
        }
      }
      case PERSONA -> after.properties().forEach(document -> assertThat(switch (document.getKey()) {
        case "identity" -> agent.orElseThrow().persona().identity();
        case "soul" -> agent.orElseThrow().persona().soul();
        default -> agent.orElseThrow().persona().instructions();
      }).as(what).isEqualTo(document.getValue().stringValue()));
      case MODEL -> assertThat(agent.orElseThrow().provider() + "/" + agent.orElseThrow().model()).as(what)
          .isEqualTo(after.get("provider").stringValue() + "/" + after.get("model").stringValue());
      case WIRING -> assertThat(now.wirings().values().stream().flatMap(List::stream)
          .anyMatch(wiring -> after.has("put")
              ? wiring.id().value().equals(after.get("put").get("id").stringValue()) && wiring.agentGroup().equals(id)
                  && wiring.priority() == after.get("put").get("priority").intValue()
              : wiring.id().value().equals(after.get("remove").stringValue())))
          .as(what).isEqualTo(after.has("put"));
      case PERMISSIONS -> {
        after.get("grant").forEach(item -> assertThat(holds(now, change.agentGroup(), item)).as(what).isTrue());
        after.get("revoke").forEach(item -> assertThat(holds(now, change.agentGroup(), item)).as(what).isFalse());
      }
      case CREATE_AGENT -> assertThat(agent.map(AgentGroup::name)).as(what).isEqualTo(after.has("remove")
          ? Optional.empty()
          : Optional.of(after.get("name").stringValue()));
      case MOUNTS -> assertThat(agent.orElseThrow().mounts()).as(what).isEqualTo(after.get("mounts").valueStream()
          .map(item -> new Mount(item.get("name").stringValue(), item.get("source").stringValue(),
              item.get("writable").booleanValue()))
          .toList());
      case POLICY -> assertThat(DecisionPolicy.stored(now.policy())).as(what).contains(DecisionPolicy.parse(after));
      default -> assertThat(after).as(what).isNotNull();
    }
  }

  /// For the agent that the change is about: the same person may hold the same of another.
  private static boolean holds(RegistrySnapshot now, Optional<AgentGroupId> agent, JsonNode item) {
    if (item.has("member")) {
      return now.members().stream().anyMatch(row -> agent.equals(Optional.of(row.agentGroup()))
          && row.user().value().equals(item.get("member").stringValue()));
    }
    if (item.has("role")) {
      return now.roles().stream()
          .anyMatch(row -> row.agentGroup().equals(agent) && row.user().value().equals(item.get("user").stringValue())
              && row.role().wireName().equals(item.get("role").stringValue()));
    }
    if (item.has("destination")) {
      return now.destinations().stream().anyMatch(
          row -> agent.equals(Optional.of(row.agentGroup()))
              && row.platformId().equals(item.get("destination").get("platformId").stringValue()));
    }
    return now.users().keySet().stream().anyMatch(id -> id.value().equals(item.get("user").get("id").stringValue()));
  }

  private static List<String> texts(JsonNode list) {
    return list.values().stream().map(JsonNode::stringValue).toList();
  }
}
