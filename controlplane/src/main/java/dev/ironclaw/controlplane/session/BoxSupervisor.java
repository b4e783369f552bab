package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.controlplane.box.BoxBinding;
import dev.ironclaw.controlplane.box.BoxListener;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.isolation.Box;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.queue.SessionQueues;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which boxes run: gives sessions with work a box, keeps some ready, ends the idle and the stuck, and starts
/// the crashed again with growing pauses.
///
/// Threading: every decision is made on one loop thread; launching and stopping, which take long, run on
/// [BoxWorkers] and come back to the loop. Callers never wait for a box.
public final class BoxSupervisor implements SessionWaker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoxSupervisor.class);

  private final Registry registry;
  private final SessionQueues queues;
  private final AgentLaunch launch;
  private final BoxWorkers workers;
  private final SessionEvents events;
  private final SupervisorSettings settings;
  private final Clock clock;
  private final BoxServer server;
  private final Loop loop = new Loop("box-supervisor");
  private final Map<BoxId, Slot> slots = new LinkedHashMap<>();
  private final Map<SessionId, Slot> bound = new HashMap<>();
  private final Troubles troubles;
  private final Setbacks setbacks;
  private final Pool pool;
  private final Watch watch;
  private final Renewal renewal;
  private final Stops stops;
  private boolean closing;

  /// @param server makes the socket server around a listener
  public BoxSupervisor(Registry registry, SessionQueues queues, AgentLaunch launch, BoxWorkers workers,
      SessionEvents events, SupervisorSettings settings, Clock clock, Function<BoxListener, BoxServer> server) {
    this.registry = registry;
    this.queues = queues;
    this.launch = launch;
    this.workers = workers;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
    this.troubles = new Troubles(settings.firstPause(), workers.brake());
    this.pool = new Pool(settings, workers.brake());
    this.setbacks = new Setbacks(troubles, pool, loop, workers, events, clock, this::wakeIfWork, this::refill);
    this.watch = new Watch(loop, slots.values(), settings, clock, workers.brake(),
        (slot, how) -> end(slot, new Slot.Ending("stuck: it " + how, true, Duration.ZERO)), this::endIdle);
    this.renewal = new Renewal(registry, queues, launch, workers, settings, slots.values(), this::end);
    this.stops = new Stops(queues, events::committed,
        session -> workers.stopForced(session, settings.grace()), loop, settings.grace(),
        session -> Optional.ofNullable(bound.get(session)),
        (slot, why) -> renewal.replace(slot, why, Duration.ZERO));
    this.server = server.apply(new BoxSigns(this, workers, registry, events, clock));
  }

  /// Adopts running boxes that still fit, ends the others, and fills the pool. Call once, before anything else.
  public void recover() {
    List<BoxWorkers.Found> running = workers.recover();
    loop.ask(() -> {
      running.stream().filter(found -> !adopt(found.box(), found.row()))
          .forEach(found -> workers.discard(found.box(), "left from an earlier run"));
      server.sweep();
      pool.expect(registry);
      refill();
      return true;
    });
  }

  private boolean adopt(Box box, BoxStore.Row row) {
    AgentGroup group = registry.agentGroup(row.agentGroup()).orElse(null);
    SessionId session = row.session().orElse(null);
    if (group == null || session == null || registry.session(session).isEmpty() || bound.containsKey(session)
        || !row.fits(group)) {
      return false;
    }
    Slot slot = new Slot(server.open(box.id()), group, clock.instant());
    slot.said = true;
    slot.box = box;
    give(slot, session, launch.binding(group, session, queues.of(session)));
    slots.put(box.id(), slot);
    enter(slot, BoxStatus.State.RUNNING);
    watchExit(slot, box);
    return true;
  }

  /// Looks at sessions with unsettled work, after [#recover] or a panic.
  public void resume(Collection<SessionId> unsettled) {
    unsettled.forEach(session -> loop.tell(() -> wakeIfWork(session)));
    loop.tell(this::refill);
  }

  /// Before frozen boxes run on.
  public void afresh() {
    loop.tell(watch::afresh);
  }

  @Override
  public void wake(SessionId session) {
    loop.tell(() -> wakeNow(session));
  }

  private void wakeNow(SessionId session) {
    Slot slot = bound.get(session);
    if (slot != null) {
      slot.hasWork(queues.of(session).hasWork(), clock.instant());
      slot.wakeAfter = slot.state == BoxStatus.State.STOPPING;
      return;
    }
    if (closing || troubles.holds(session)) {
      return;
    }
    AgentGroup group = registry.session(session).flatMap(found -> registry.agentGroup(found.agentGroup())).orElse(null);
    if (group == null) {
      LOG.warn("session={} step=wake problem=no-such-session-or-agent", session);
      return;
    }
    pool.used(group.id());
    Optional<Slot> waiting = pool.take(slots.values(), group);
    try {
      waiting.ifPresentOrElse(ready -> bind(ready, session), () -> start(group, session));
    } catch (IronclawException e) {
      waiting.ifPresent(ready -> end(ready, "could not be bound", Duration.ZERO));
      setbacks.failed(session, group.id(), String.valueOf(e.getMessage()), false);
    }
    refill();
  }

  private void bind(Slot slot, SessionId session) {
    give(slot, session, launch.binding(slot.group, session, queues.of(session)));
    workers.bound(slot.socket.box(), session);
    if (slot.said) {
      enter(slot, BoxStatus.State.RUNNING);
    }
    watch.schedule();
  }

  private void give(Slot slot, SessionId session, BoxBinding binding) {
    events.bound(session);
    slot.socket.bind(binding);
    slot.session = session;
    slot.lastSign = clock.instant();
    slot.hasWork(binding.queue().hasWork(), slot.lastSign);
    bound.put(session, slot);
    stops.pending(session).ifPresent(slot.socket::stopTurns);
  }

  private void start(AgentGroup group, @Nullable SessionId session) {
    BoxBinding binding = session == null ? null : launch.binding(group, session, queues.of(session));
    BoxId id = workers.nextId();
    Slot slot = new Slot(server.open(id), group, clock.instant());
    slots.put(id, slot);
    if (binding != null && session != null) {
      give(slot, session, binding);
    }
    enter(slot, BoxStatus.State.STARTING);
    BoxStore.Row row = new BoxStore.Row(id, group.id(), group.revision(), slot.workspace, slot.mounts,
        Optional.ofNullable(session));
    workers.launch(row, () -> prepare(slot, group),
        (box, problem) -> loop.tell(() -> launched(slot, box, problem)));
    watch.schedule();
  }

  private SandboxSpec prepare(Slot slot, AgentGroup group) {
    AgentLaunch.Prepared prepared = launch.prepare(slot.socket.box(), group, slot.socket.folder());
    prepared.note().ifPresent(note -> loop.tell(() -> {
      slot.note = note;
      events.changed(slot.status());
    }));
    return prepared.spec();
  }

  private void launched(Slot slot, @Nullable Box box, @Nullable Throwable problem) {
    if (box == null) {
      if (problem instanceof IronclawException known && known.code() == ErrorCode.WEAK_SPEC) {
        slot.cause = Box.Cause.OFFENCE;
      }
      ended(slot, "could not be started: " + (problem == null ? "" : problem.getMessage()));
      return;
    }
    slot.box = box;
    watchExit(slot, box);
    if (slot.state == BoxStatus.State.STOPPING) {
      workers.stop(box, slot.ending == null ? Duration.ZERO : slot.ending.grace());
    }
  }

  private void watchExit(Slot slot, Box box) {
    var _ = box.exit().whenComplete((exit, problem) -> loop.tell(() -> {
      slot.cause = exit == null ? Box.Cause.OWN : exit.cause();
      ended(slot, exit == null ? String.valueOf(problem) : exit.reason() + " (code " + exit.code() + ")");
    }));
    var _ = box.outgrown().thenAccept(why -> onSlot(box.id(), now -> renewal.replace(now, why, settings.grace())));
  }

  private void ended(Slot slot, String how) {
    BoxId id = slot.socket.box();
    if (slots.remove(id) == null) {
      return;
    }
    slot.socket.close();
    Slot.Ending asked = slot.cause == Box.Cause.OWN ? slot.ending : null;
    workers.gone(id, asked == null ? how : asked.why(), slot.cause);
    SessionId session = slot.session;
    if (session != null) {
      bound.remove(session);
      events.released(session);
    }
    if (asked == null) {
      LOG.warn("box={} agent={} step=ended how={} printed={}", id, slot.group.id(), how, slot.printed());
    }
    if (asked == null || asked.failed()) {
      setbacks.crashed(slot, asked == null ? how : asked.why());
    } else if (session != null && slot.wakeAfter) {
      wakeIfWork(session);
    }
    refill();
  }

  private void wakeIfWork(SessionId session) {
    if (queues.of(session).hasWork()) {
      wakeNow(session);
    }
  }

  private void refill() {
    if (!closing) {
      pool.missing(slots.values(), clock.instant())
          .forEach(id -> registry.agentGroup(id).ifPresent(group -> start(group, null)));
      watch.schedule();
    }
  }

  /// Makes the agent group's present state real in its boxes: rights at once, mounts by a new box. Idempotent.
  public void changed(AgentGroupId id) {
    loop.ask(() -> {
      troubles.forget(id);
      renewal.changed(id);
      refill();
      return true;
    });
  }

  private void end(Slot slot, String why, Duration grace) {
    end(slot, new Slot.Ending(why, false, grace));
  }

  private void end(Slot slot, Slot.Ending ending) {
    if (slot.state == BoxStatus.State.STOPPING && !ending.grace().isZero()) {
      return;
    }
    slot.ending = ending;
    enter(slot, BoxStatus.State.STOPPING);
    slot.socket.tell(new BoxEvent.Stop(ending.why()));
    if (slot.box != null) {
      workers.stop(slot.box, ending.grace());
    }
  }

  /// A brake: ends the session's box now, whatever it does.
  public void terminate(SessionId session) {
    loop.ask(() -> {
      troubles.forget(session);
      Slot slot = bound.get(session);
      if (slot != null) {
        slot.wakeAfter = false;
        end(slot, "terminated by an operator", Duration.ZERO);
      }
      return true;
    });
  }

  /// Ends the turns of all that was asked in the session so far; the box stays. Its calls have ended when this returns.
  ///
  /// @return how many messages get no further answer; 0 where nothing was being answered
  public int stop(SessionId session) {
    Optional<Stops.Stopping> stopping = loop.ask(() -> stops.stop(session));
    // Not on the loop: the end of a model call is written to disk.
    stopping.ifPresent(now -> now.socket().ifPresent(socket -> socket.stopTurns(now.seq())));
    return stopping.map(Stops.Stopping::turns).orElse(0);
  }

  /// All boxes, and the sessions that wait for one.
  public List<BoxStatus> boxes() {
    return loop.ask(() -> Stream
        .concat(slots.values().stream().map(Slot::status), troubles.statusesWithout(bound.keySet())).toList());
  }

  /// Runs the action on the box if it is still there.
  void onSlot(BoxId box, Consumer<Slot> action) {
    loop.tell(() -> {
      Slot slot = slots.get(box);
      if (slot != null) {
        action.accept(slot);
      }
    });
  }

  /// The box said hello. On the loop.
  void up(Slot slot, BoxPosture posture) {
    slot.said = true;
    slot.posture = posture;
    slot.lastSign = clock.instant();
    pool.succeeded(slot.group.id());
    if (slot.state == BoxStatus.State.STARTING) {
      enter(slot, slot.session == null ? BoxStatus.State.POOLED : BoxStatus.State.RUNNING);
    }
    workers.up(slot.socket.box(), posture);
    watch.schedule();
  }

  /// The box made something durable. On the loop. Only a finished row is progress, not an old one acknowledged again.
  void worked(Slot slot) {
    SessionId session = slot.session;
    if (session != null && slot.progressed(queues.of(session).finished(), clock.instant())) {
      troubles.progressed(session);
      slot.hasWork(queues.of(session).hasWork(), slot.lastSign);
    }
  }

  private void enter(Slot slot, BoxStatus.State state) {
    slot.state = state;
    slot.since = clock.instant();
    events.changed(slot.status());
  }

  private void endIdle(Slot slot) {
    if (slot.session != null && queues.of(slot.session).hasWork()) {
      slot.lastWork = clock.instant();
    } else {
      end(slot, "idle", settings.grace());
    }
  }

  /// Ends every box, waits until nothing is left of them, and closes the sockets.
  @Override
  public void close() {
    loop.ask(() -> {
      closing = true;
      slots.values().forEach(slot -> end(slot, "the control plane stops", settings.grace()));
      return true;
    });
    workers.finishLaunches();
    workers.stopAll(loop.ask(() -> slots.values().stream().map(slot -> slot.box).filter(Objects::nonNull).toList()),
        settings.grace());
    loop.ask(() -> {
      for (Slot slot : List.copyOf(slots.values())) {
        ended(slot, "the control plane stops");
      }
      return true;
    });
    try (workers; server) { // the workers last: they record what the server refused until then
      loop.close();
    }
  }
}
