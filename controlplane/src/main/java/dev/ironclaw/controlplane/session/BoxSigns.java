package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.box.BoxListener;
import dev.ironclaw.controlplane.registry.Registry;
import java.time.Clock;

/// What boxes say, handed to whom it concerns. Threading: called on the socket server's threads; waits for nobody.
final class BoxSigns implements BoxListener {
  private final BoxSupervisor supervisor;
  private final BoxWorkers workers;
  private final Registry registry;
  private final SessionEvents events;
  private final Clock clock;

  BoxSigns(BoxSupervisor supervisor, BoxWorkers workers, Registry registry, SessionEvents events, Clock clock) {
    this.supervisor = supervisor;
    this.workers = workers;
    this.registry = registry;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void hello(BoxId box, BoxHello hello) {
    supervisor.onSlot(box, slot -> supervisor.up(slot, hello.posture()));
  }

  @Override
  public void heartbeat(BoxId box, Heartbeat heartbeat) {
    supervisor.onSlot(box, slot -> slot.heard(heartbeat, clock.instant()));
  }

  @Override
  public void committed(BoxId box, SessionId session, BoxCommit commit) {
    events.committed(session);
    supervisor.onSlot(box, supervisor::worked);
  }

  @Override
  public void partial(BoxId box, SessionId session, PartialText text) {
    supervisor.onSlot(box, slot -> slot.wrote(text));
    registry.session(session).ifPresent(found -> events.partial(found.agentGroup(), session, text));
  }

  @Override
  public void refused(BoxId box, String door, int status, String why, long times) {
    workers.refused(box, door, status, why, times);
  }
}
