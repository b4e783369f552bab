package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everything that is asked on every message, as of one version of the registry. Pure: no I/O, never changes.
///
/// @param policy the rules of deciding as they are stored; empty for the default
public record RegistrySnapshot(long version, Map<AgentGroupId, AgentGroup> agentGroups,
    Map<MessagingGroupId, List<Wiring>> wirings, Map<UserId, User> users, Set<RoleGrant> roles,
    Set<Member> members, Set<Destination> destinations, Reach reach, Optional<String> policy,
    Map<AgentGroupId, RetiredAgent> retired, Map<ScheduleId, Schedule> schedules) {
  /// The channel type of the app's own chat; its platform id is the agent group's id.
  public static final String OWN_CHAT = "webchat";

  /// What is reached outside of the conversations.
  ///
  /// @param egress requests that may go out
  /// @param vault credentials that the host puts into them
  /// @param commands what programs outside of it may run in containers, by the name of who may
  /// @param jobs that agents asked for and humans approved
  public record Reach(Set<EgressRule> egress, Set<VaultUse> vault, Map<String, CommandRight> commands,
      Map<JobId, JobOrder> jobs) {
    public static final Reach NONE = new Reach(Set.of(), Set.of(), Map.of(), Map.of());

    public Reach {
      egress = Set.copyOf(egress);
      vault = Set.copyOf(vault);
      commands = Map.copyOf(commands);
      jobs = Map.copyOf(jobs);
    }
  }

  /// Without schedules.
  public static RegistrySnapshot of(long version, List<AgentGroup> agentGroups, List<Wiring> wirings,
      Map<UserId, User> users, Set<RoleGrant> roles, Set<Member> members, Set<Destination> destinations,
      Reach reach, Optional<String> policy, List<RetiredAgent> retired) {
    return of(version, agentGroups, wirings, users, roles, members, destinations, reach, policy, retired, Map.of());
  }

  static RegistrySnapshot of(long version, List<AgentGroup> agentGroups, List<Wiring> wirings,
      Map<UserId, User> users, Set<RoleGrant> roles, Set<Member> members, Set<Destination> destinations,
      Reach reach, Optional<String> policy, List<RetiredAgent> retired, Map<ScheduleId, Schedule> schedules) {
    Map<AgentGroupId, AgentGroup> byId = agentGroups.stream()
        .collect(Collectors.toMap(AgentGroup::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    return new RegistrySnapshot(version, byId,
        wirings.stream().collect(Collectors.groupingBy(Wiring::messagingGroup)),
        users, roles, members, destinations, reach, policy, retired.stream().collect(
            Collectors.toMap(RetiredAgent::id, Function.identity(), (one, other) -> one, LinkedHashMap::new)),
        Collections.unmodifiableMap(schedules));
  }

  /// Oldest first.
  public List<Schedule> schedulesOf(AgentGroupId agent) {
    return schedules.values().stream().filter(schedule -> schedule.agentGroup().equals(agent)).toList();
  }

  /// Whether the agent may speak up at a place without having been asked there: it is its own chat in the app, it is wired
  /// there, or it may write there.
  ///
  /// @param known the place's id, where it has one
  public boolean speaksAt(AgentGroupId agent, String channelType, String platformId,
      Optional<MessagingGroupId> known) {
    return (channelType.equals(OWN_CHAT) && platformId.equals(agent.value()))
        || known.filter(place -> wiringsOf(place).stream().anyMatch(wiring -> wiring.agentGroup().equals(agent)))
            .isPresent()
        || destinations.contains(new Destination(agent, channelType, platformId));
  }

  List<Wiring> wiringsOf(MessagingGroupId messagingGroup) {
    return List.copyOf(wirings.getOrDefault(messagingGroup, List.of()));
  }

  Access access(UserId user, AgentGroupId agentGroup) {
    if (roles.contains(new RoleGrant(user, Role.OWNER, Optional.empty()))) {
      return new Access(true, "owner");
    }
    if (roles.contains(new RoleGrant(user, Role.ADMIN, Optional.empty()))) {
      return new Access(true, "global-admin");
    }
    if (roles.contains(new RoleGrant(user, Role.ADMIN, Optional.of(agentGroup)))) {
      return new Access(true, "scoped-admin");
    }
    if (members.contains(new Member(user, agentGroup))) {
      return new Access(true, "member");
    }
    return new Access(false, "no-access");
  }
}
