package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.controlplane.kind.PlaceName;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import dev.ironclaw.controlplane.registry.Schedule.Target;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.schedule.ScheduleRun.Handing;
import java.util.Optional;

/// Whether an agent may speak where its schedule is answered, and in which conversation that is.
final class Standing {
  private final Registry registry;

  Standing(Registry registry) {
    this.registry = registry;
  }

  /// What is missing now, in words for people; empty where nothing is.
  Optional<String> missing(Schedule schedule, RegistrySnapshot now) {
    if (!now.agentGroups().containsKey(schedule.agentGroup())) {
      return Optional.of("there is no agent " + schedule.agentGroup() + " any more");
    }
    Target target = schedule.spec().target();
    Optional<MessagingGroup> place = registry.messagingGroup(target.channelType(), target.platformId(),
        target.instance());
    return now.speaksAt(schedule.agentGroup(), target.channelType(), target.platformId(), place.map(MessagingGroup::id))
        ? Optional.empty()
        : Optional.of("the agent may not write in "
            + PlaceName.shown(target.channelType(), target.platformId(), target.instance())
            + " any more: it is neither wired there nor granted the destination");
  }

  /// Why a run that was claimed before an interruption may not go on, in words for people; empty where it may.
  Optional<String> stopped(Handing run, RegistrySnapshot now) {
    Schedule schedule = now.schedules().get(run.schedule());
    if (schedule == null) {
      return Optional.of("the schedule was removed meanwhile");
    }
    if (schedule.status() == Status.PAUSED || schedule.status() == Status.CANCELLED) {
      return Optional.of("the schedule is " + schedule.status().wireName());
    }
    Target target = schedule.spec().target();
    boolean moved = !target.channelType().equals(run.target().channelType())
        || !target.platformId().equals(run.target().platformId()) || !target.threadId().equals(run.target().threadId());
    return moved ? Optional.of("the schedule is answered elsewhere since") : missing(schedule, now);
  }

  /// The conversation of that place; made where there is none yet.
  Session session(Schedule schedule) {
    Target target = schedule.spec().target();
    MessagingGroup place = registry.resolveMessagingGroup(target.channelType(), target.platformId(), target.instance(),
        false);
    SessionMode mode = registry.wirings(place.id()).stream()
        .filter(wiring -> wiring.agentGroup().equals(schedule.agentGroup())).findFirst().map(Wiring::sessionMode)
        .orElse(SessionMode.SHARED);
    return registry.resolveSession(schedule.agentGroup(), place.id(), target.threadId(), mode);
  }
}
