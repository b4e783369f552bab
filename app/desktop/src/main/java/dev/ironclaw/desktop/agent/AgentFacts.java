package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ConfigView;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.contract.api.WiringView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everything that is known of one agent.
///
/// @param tools those that it has, as the catalog describes them
/// @param places where it listens
/// @param people who may talk to it or look after it
/// @param destinations where it may write to of its own accord
/// @param changes those that made it so, newest first
/// @param budget empty where the control plane does not count
/// @param limits what people are asked at its soft limit, and by which it stands still
public record AgentFacts(AgentView agent, List<PersonaSectionView> sections, List<ToolView> tools,
    List<GrantView> grants, List<Place> places, List<Person> people, List<String> destinations,
    List<ChangeView> changes, Optional<BudgetView> budget, List<BudgetQuestionView> limits) {
  private static final int NOT_FOUND = 404;

  /// A place that it is wired to.
  record Place(String name, WiringView wiring) {}

  /// Somebody with a right on it.
  ///
  /// @param role `owner`, `admin` or `member`
  record Person(String name, String role) {}

  static AgentFacts load(ControlPlaneClient client, String id) {
    ConfigView config = client.config(id);
    List<String> enabled = config.agentGroup().enabledTools();
    Map<String, String> names = client.registry().users().stream()
        .collect(Collectors.toMap(UserView::id, AgentFacts::name, (first, _) -> first));
    return new AgentFacts(config.agentGroup(), client.personaSections(),
        client.tools().stream().filter(tool -> enabled.contains(tool.name())).toList(),
        client.grants(0).stream().filter(grant -> grant.agentGroupId().equals(id)).toList(), places(client, id),
        people(client, id, names), destinations(client, id), config.appliedChanges(), budget(client, id),
        limits(client, id));
  }

  private static List<BudgetQuestionView> limits(ControlPlaneClient client, String id) {
    try {
      return client.usage().questions(0).stream().filter(question -> question.agentGroupId().equals(id)).toList();
    } catch (ApiException e) {
      if (e.status() == NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private static Optional<BudgetView> budget(ControlPlaneClient client, String id) {
    try {
      return Optional.of(client.usage().budget(id));
    } catch (ApiException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String name(UserView user) {
    return user.displayName().isBlank() ? user.id() : user.displayName() + " (" + user.id() + ")";
  }

  private static List<Place> places(ControlPlaneClient client, String id) {
    Map<String, MessagingGroupView> groups = client.registry().messagingGroups().stream()
        .collect(Collectors.toMap(MessagingGroupView::id, Function.identity(), (first, _) -> first));
    return client.registry().wirings().stream().filter(wiring -> wiring.agentGroupId().equals(id))
        .map(wiring -> new Place(place(groups, wiring.messagingGroupId()), wiring)).toList();
  }

  private static String place(Map<String, MessagingGroupView> groups, String id) {
    MessagingGroupView group = groups.get(id);
    return group == null ? id : group.channelType() + " · " + group.platformId();
  }

  private static List<Person> people(ControlPlaneClient client, String id, Map<String, String> names) {
    List<Person> people = client.registry().roles().stream()
        .filter(role -> role.agentGroupId().isEmpty() || role.agentGroupId().get().equals(id))
        .map(role -> new Person(names.getOrDefault(role.userId(), role.userId()), role.role()))
        .collect(Collectors.toCollection(ArrayList::new));
    client.registry().members().stream().filter(member -> member.agentGroupId().equals(id))
        .forEach(member -> people.add(new Person(names.getOrDefault(member.userId(), member.userId()), "member")));
    return people;
  }

  private static List<String> destinations(ControlPlaneClient client, String id) {
    return client.registry().destinations().stream().filter(place -> place.agentGroupId().equals(id))
        .map(place -> place.channelType() + " · " + place.platformId()).toList();
  }
}
