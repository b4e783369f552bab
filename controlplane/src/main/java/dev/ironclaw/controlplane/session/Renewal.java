package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a changed capability real in boxes that run: rights at once, mounts by another box. Threading: the supervisor's
/// loop alone.
final class Renewal {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  private final Registry registry;
  private final SessionQueues queues;
  private final AgentLaunch launch;
  private final BoxWorkers workers;
  private final SupervisorSettings settings;
  private final Collection<Slot> slots;
  private final BiConsumer<Slot, Slot.Ending> end;

  /// @param end ends a box
  Renewal(Registry registry, SessionQueues queues, AgentLaunch launch, BoxWorkers workers, SupervisorSettings settings,
      Collection<Slot> slots, BiConsumer<Slot, Slot.Ending> end) {
    this.registry = registry;
    this.queues = queues;
    this.launch = launch;
    this.workers = workers;
    this.settings = settings;
    this.slots = slots;
    this.end = end;
  }

  void changed(AgentGroupId id) {
    Optional<AgentGroup> group = registry.agentGroup(id);
    List<Slot> own = slots.stream().filter(slot -> slot.group.id().equals(id)).toList();
    own.forEach(slot -> group.ifPresentOrElse(now -> renewOrEnd(slot, now),
        () -> end.accept(slot, new Slot.Ending("its agent is gone", false, settings.grace()))));
  }

  /// A box that can't be told of its rights may not keep the old ones.
  private void renewOrEnd(Slot slot, AgentGroup group) {
    if (slot.group.revision() == group.revision()) {
      return;
    }
    try {
      renew(slot, group);
    } catch (RuntimeException e) {
      LOG.error("box={} step=renew", slot.socket.box(), e);
      end.accept(slot, new Slot.Ending("could not be told of its new rights", true, Duration.ZERO));
    }
  }

  private void renew(Slot slot, AgentGroup group) {
    if (slot.session == null) {
      end.accept(slot, new Slot.Ending("made for an older revision", false, Duration.ZERO));
      return;
    }
    slot.group = group;
    slot.socket.update(launch.binding(group, slot.session, queues.of(slot.session)));
    if (slot.fits(group)) {
      workers.revised(slot.socket.box(), group.revision());
      return;
    }
    // A lost right ends now; a gained one may wait for the running turn.
    replace(slot, "capabilities changed", slot.exceeds(group) ? Duration.ZERO : settings.grace());
  }

  /// Ends the box; where its session has work, another takes its place.
  void replace(Slot slot, String why, Duration grace) {
    slot.wakeAfter = slot.wakeAfter || (slot.session != null && queues.of(slot.session).hasWork());
    end.accept(slot, new Slot.Ending(why, false, grace));
  }
}
