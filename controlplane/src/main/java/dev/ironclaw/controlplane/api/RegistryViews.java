package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.session.BoxStatus;
import dev.ironclaw.controlplane.session.SessionControl;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Agents, places and sessions as operators see them.
final class RegistryViews {
  private final Registry registry;
  private final SessionControl control;

  RegistryViews(Registry registry, SessionControl control) {
    this.registry = registry;
    this.control = control;
  }

  List<AgentView> agents() {
    Map<AgentGroupId, Long> sessions = registry.sessions().stream()
        .collect(Collectors.groupingBy(Session::agentGroup, Collectors.counting()));
    return registry.agentGroups().stream()
        .map(group -> agent(group, sessions.getOrDefault(group.id(), 0L).intValue())).toList();
  }

  Optional<AgentView> agent(AgentGroupId id) {
    return registry.agentGroup(id).map(group -> agent(group,
        (int) registry.sessions().stream().filter(session -> session.agentGroup().equals(id)).count()));
  }

  List<SessionView> sessions() {
    Map<SessionId, BoxStatus> boxes = control.boxes().stream().filter(box -> box.session().isPresent())
        .collect(Collectors.toMap(box -> box.session().orElseThrow(), Function.identity(), RegistryViews::newer));
    return registry.sessions().stream().map(session -> session(session, Optional.ofNullable(boxes.get(session.id()))))
        .toList();
  }

  Optional<SessionView> session(SessionId id) {
    return registry.session(id).map(session -> session(session,
        control.boxes().stream().filter(box -> box.session().filter(id::equals).isPresent())
            .reduce(RegistryViews::newer)));
  }

  static MessagingGroupView place(MessagingGroup group) {
    return new MessagingGroupView(group.id().value(), group.channelType(), group.platformId(), group.instance(),
        group.isGroup(), group.unknownSenderPolicy().wireName());
  }

  private static AgentView agent(AgentGroup group, int sessions) {
    BoxConfig.Persona persona = group.persona();
    return new AgentView(group.id().value(), group.revision(), group.name(), group.folder(), group.provider(),
        group.model(), new AgentView.PersonaView(persona.identity(), persona.soul(), persona.instructions()),
        group.enabledTools(), sessions,
        group.fallback().map(other -> new AgentView.FallbackView(other.provider(), other.model())));
  }

  private SessionView session(Session session, Optional<BoxStatus> box) {
    return new SessionView(session.id().value(), session.agentGroup().value(),
        registry.agentGroup(session.agentGroup()).map(AgentGroup::name),
        session.messagingGroup().map(group -> group.value()), session.threadId(),
        box.map(status -> status.state().name().toLowerCase(Locale.ROOT)).orElse("stopped"),
        session.createdAt().toString(), session.lastActive().toString(),
        box.flatMap(BoxStatus::box).map(id -> id.value()), box.flatMap(BoxStatus::note),
        box.flatMap(BoxStatus::posture));
  }

  /// While one box ends and the next starts, a session has two for a moment.
  private static BoxStatus newer(BoxStatus one, BoxStatus other) {
    return one.since().isAfter(other.since()) ? one : other;
  }
}
