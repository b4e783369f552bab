package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which boxes should wait ready: some for each of the agent groups used last. Threading: the supervisor's loop alone.
final class Pool {
  /// How long a group whose ready box failed gets no other one.
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final SupervisorSettings settings;
  private final Brake brake;
  private final Deque<AgentGroupId> recent = new ArrayDeque<>();
  private final Map<AgentGroupId, Instant> failed = new HashMap<>();

  Pool(SupervisorSettings settings, Brake brake) {
    this.brake = brake;
    this.settings = settings;
  }

  void used(AgentGroupId group) {
    recent.remove(group);
    recent.addFirst(group);
  }

  /// At start: the agent groups of the latest sessions first, then the others.
  void expect(Registry registry) {
    Stream.concat(registry.sessions().stream().map(Session::agentGroup),
        registry.agentGroups().stream().map(AgentGroup::id)).distinct().limit(settings.poolMax())
        .forEach(recent::addLast);
  }

  void failed(AgentGroupId group, Instant now) {
    failed.put(group, now);
  }

  void succeeded(AgentGroupId group) {
    failed.remove(group);
  }

  /// A waiting box of this group and revision: one that is up if there is one, else one that is on its way.
  Optional<Slot> take(Collection<Slot> slots, AgentGroup group) {
    List<Slot> fitting = slots.stream().filter(Pool::isFree)
        .filter(slot -> slot.group.id().equals(group.id()) && slot.group.revision() == group.revision()).toList();
    return fitting.stream().filter(slot -> slot.said).findFirst().or(() -> fitting.stream().findFirst());
  }

  /// One entry for each box that should be started; none in a panic.
  List<AgentGroupId> missing(Collection<Slot> slots, Instant now) {
    List<AgentGroupId> missing = new ArrayList<>();
    long room = settings.poolMax() - slots.stream().filter(Pool::isFree).count();
    for (AgentGroupId group : brake.isOn() ? List.<AgentGroupId>of() : recent) {
      long have = slots.stream().filter(slot -> isFree(slot) && slot.group.id().equals(group)).count();
      for (long n = have; n < settings.poolPerGroup() && room > 0 && !isPaused(group, now); n++) {
        missing.add(group);
        room--;
      }
    }
    return missing;
  }

  private boolean isPaused(AgentGroupId group, Instant now) {
    Instant since = failed.get(group);
    return since != null && now.isBefore(since.plus(PAUSE));
  }

  private static boolean isFree(Slot slot) {
    return slot.session == null && slot.state != BoxStatus.State.STOPPING;
  }
}
