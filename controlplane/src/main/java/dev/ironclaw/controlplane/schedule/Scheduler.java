package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import dev.ironclaw.controlplane.schedule.ScheduleRun.Handing;
import dev.ironclaw.controlplane.schedule.ScheduleRun.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what is due. A time is claimed together with its audit entry, in one transaction and under a key of its own; the row
/// that wakes the agent has an id made of that key. So a crash anywhere leaves either nothing or a claim, and a claim is
/// finished at [#start]: a time never runs twice, nor is it lost.
///
/// It sleeps until the next time. The clock is compared once a minute while something is to come, because a machine that
/// slept or whose clock was set tells nobody; nothing is read for that.
///
/// Threading: any thread; the work is done on the executor, or on the caller's thread where that waits for it.
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final String ACTOR = "scheduler";

  private final SchedulerParts parts;
  private final Executor executor;
  private final ScheduleStore store = new ScheduleStore();
  private final Standing standing;
  private final Handover handover;
  private final ScheduleNews news;
  private final ReentrantLock order = new ReentrantLock();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final Map<Schedule, String> digests = new HashMap<>();
  private long reconciled = -1;
  private Timer.@Nullable Alarm alarm;
  /// Claimed runs that may go on, entered in the log once.
  private final Set<Handing> announced = new HashSet<>();
  private boolean interrupted = true;
  private volatile boolean started;
  private volatile boolean closed;

  /// @param executor one platform thread
  public Scheduler(SchedulerParts parts, Executor executor) {
    this.parts = parts;
    this.executor = executor;
    this.standing = new Standing(parts.registry());
    this.handover = new Handover(parts, store);
    this.news = new ScheduleNews(parts);
  }

  ScheduleStore store() {
    return store;
  }

  /// Finishes what an earlier run claimed, and begins.
  public void start() {
    later(() -> alone(() -> {
      started = true;
      parts.ledger().read(connection -> store.open(connection, State.HANDED)).forEach(handover::again);
      work();
    }));
  }

  /// Something was changed that may matter: a schedule, a right, the end of a panic.
  public void look() {
    if (started && wanted.compareAndSet(false, true)) {
      later(() -> {
        wanted.set(false);
        alone(this::work);
      });
    }
  }

  /// A conversation wrote something: its run may be done.
  public void committed(SessionId session) {
    if (handover.stirred(session)) {
      look();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /// Runs it once now, out of turn.
  ///
  /// @param by the one who asks, for the log
  /// @return what is missing; empty where it runs
  Optional<String> runNow(Schedule schedule, String by) {
    order.lock();
    try {
      parts.brake().check("run schedule " + schedule.id());
      Optional<String> missing = standing.missing(schedule, parts.registry().snapshot());
      if (missing.isPresent()) {
        return missing;
      }
      Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
      Handing run = handing(schedule, now);
      boolean mine = parts.ledger().audited(transaction -> {
        transaction.audit(event(schedule, "run", by, "out of turn, in " + run.session()));
        return store.claim(transaction.connection(), run, now);
      });
      Optional<String> why = mine ? hand(run) : Optional.empty();
      arm();
      return why;
    } finally {
      order.unlock();
    }
  }

  private void later(Runnable step) {
    try {
      executor.execute(step);
    } catch (RejectedExecutionException stopping) {
      // silent-ok: what is due is found at the next start
      closed = true;
    }
  }

  private void alone(Runnable step) {
    order.lock();
    try {
      if (!closed) {
        step.run();
      }
    } catch (RuntimeException e) {
      LOG.error("step=schedule failed, looked at again within a minute", e);
      reconciled = -1;
      interrupted = true;
      sleepUntil(parts.clock().instant().plus(LONGEST_SLEEP), true);
    } finally {
      order.unlock();
    }
  }

  private void work() {
    if (parts.brake().isOn()) {
      return;
    }
    if (interrupted) {
      interrupted = false;
      finishClaims();
    }
    handover.settle().forEach((run, how) -> news.run(run.schedule(), run.due(), how.state(), how.why()));
    RegistrySnapshot now = parts.registry().snapshot();
    if (now.version() != reconciled) {
      reconcile(now);
      reconciled = now.version();
    }
    boolean moved = true;
    while (moved) {
      moved = false;
      for (ScheduleState due : parts.ledger().read(connection -> store.due(connection, parts.clock().instant()))) {
        if (!handover.isFull()) {
          moved |= fire(due);
        }
      }
    }
    arm();
  }

  /// What was claimed and not handed over, by an earlier run or before a fault, and may still run. The entry here can only be
  /// written after that of the claim, so the effect still comes last.
  private void finishClaims() {
    for (Handing run : parts.ledger().read(connection -> store.open(connection, State.CLAIMED)).keySet()) {
      RegistrySnapshot now = parts.registry().snapshot();
      Optional<String> stopped = standing.stopped(run, now);
      if (stopped.isPresent()) {
        announced.remove(run);
        news.run(run.schedule(), run.due(), State.BLOCKED, handover.block(run, State.CLAIMED, stopped.get()).why());
      } else if (goesOn(run, now)) {
        hand(run);
      } else {
        interrupted = true;
        look();
      }
    }
  }

  /// False where something was decided meanwhile.
  private boolean goesOn(Handing run, RegistrySnapshot now) {
    boolean goesOn = parts.ledger().audited(transaction -> {
      if (parts.registry().version(transaction.connection()) != now.version()) {
        return false;
      }
      if (!announced.contains(run)) {
        transaction.audit(new AuditEvent("schedule", run.schedule().value(), "run", ACTOR,
            "goes on after an interruption, due " + run.due() + ", in " + run.session()));
      }
      return true;
    });
    if (goesOn) {
      announced.add(run);
    }
    return goesOn;
  }

  /// Looks at schedules that are new, changed or gone, and at those that wait for a right.
  private void reconcile(RegistrySnapshot now) {
    Map<ScheduleId, ScheduleState> states = new HashMap<>(parts.ledger().read(store::states));
    Instant time = parts.clock().instant();
    digests.keySet().retainAll(new HashSet<>(now.schedules().values()));
    for (Schedule schedule : now.schedules().values()) {
      Optional<ScheduleState> before = Optional.ofNullable(states.remove(schedule.id()));
      if (before.filter(state -> state.plan().equals(digest(schedule))).isEmpty()) {
        put(NextRun.begin(schedule, before, time));
        news.changed(schedule);
      } else if (before.get().blocked().isPresent() && standing.missing(schedule, now).isEmpty()) {
        ScheduleState state = before.get().blockedBy(Optional.empty());
        put(state.fireAt().isPresent() ? state : state.next(state.nextDue(), state.nextDue().map(_ -> time)));
      }
    }
    states.values().stream().filter(state -> !state.plan().isEmpty()).forEach(state -> {
      parts.ledger().<Boolean>write(connection -> store.gone(connection, NextRun.gone(state)));
      news.removed(state.id());
    });
  }

  private String digest(Schedule schedule) {
    return digests.computeIfAbsent(schedule, NextRun::digest);
  }

  /// @return whether something was decided
  private boolean fire(ScheduleState state) {
    RegistrySnapshot now = parts.registry().snapshot();
    Schedule schedule = now.schedules().get(state.id());
    if (schedule == null || !digest(schedule).equals(state.plan())) {
      reconciled = -1;
      look();
      return false;
    }
    NextRun.Decision decision = NextRun.decide(schedule, state, parts.clock().instant());
    Optional<String> missing = decision.run().flatMap(_ -> standing.missing(schedule, now));
    if (decision.run().isEmpty() || missing.isPresent()) {
      return pass(now, schedule, state, decision, missing);
    }
    Handing run = handing(schedule, decision.run().get());
    if (handover.has(run.session())) {
      return false;
    }
    boolean mine = parts.ledger().audited(transaction -> {
      if (parts.registry().version(transaction.connection()) != now.version()) {
        look();
        return false;
      }
      skipped(transaction, schedule, decision);
      boolean first = store.claim(transaction.connection(), run, parts.clock().instant());
      settle(transaction, schedule, decision.then());
      if (first) {
        transaction.audit(event(schedule, "run", ACTOR, "due " + run.due() + ", in " + run.session()));
      }
      return first;
    });
    if (mine) {
      hand(run);
      over(schedule);
    }
    return mine;
  }

  private void over(Schedule schedule) {
    Optional.ofNullable(parts.registry().snapshot().schedules().get(schedule.id()))
        .filter(now -> now.status() == Status.OVER).ifPresent(news::changed);
  }

  /// A time that reaches nobody. A right that is missing is told once, until it is back.
  private boolean pass(RegistrySnapshot now, Schedule schedule, ScheduleState state, NextRun.Decision decision,
      Optional<String> missing) {
    boolean first = missing.isPresent() && state.blocked().isEmpty();
    boolean done = parts.ledger().audited(transaction -> {
      if (parts.registry().version(transaction.connection()) != now.version()) {
        look();
        return false;
      }
      skipped(transaction, schedule, decision);
      if (missing.isEmpty()) {
        settle(transaction, schedule, decision.then());
        return true;
      }
      Instant due = decision.run().orElseThrow();
      store.note(transaction.connection(), new ScheduleRun(schedule.id(), due, parts.clock().instant(), State.BLOCKED,
          Optional.empty(), missing));
      if (schedule.spec().missed() == Missed.ONCE) {
        store.put(transaction.connection(), state.next(Optional.of(due), Optional.empty()).blockedBy(missing));
      } else {
        settle(transaction, schedule, NextRun.passed(schedule, state, due).blockedBy(missing));
      }
      if (first) {
        transaction.audit(event(schedule, "blocked", ACTOR, missing.get()));
      }
      return true;
    });
    if (done && first) {
      news.run(schedule.id(), decision.run().orElseThrow(), State.BLOCKED, missing);
    }
    if (done) {
      over(schedule);
    }
    return done;
  }

  private void skipped(AuditLog.Transaction transaction, Schedule schedule, NextRun.Decision decision)
      throws SQLException {
    if (decision.skipped().isPresent()) {
      store.note(transaction.connection(), new ScheduleRun(schedule.id(), decision.skipped().get(),
          parts.clock().instant(), State.SKIPPED, Optional.empty(),
          Optional.of("this time, and those up to the next that is listed, passed while nothing ran")));
    }
  }

  private void settle(AuditLog.Transaction transaction, Schedule schedule, ScheduleState then) throws SQLException {
    ScheduleState state = then;
    if (then.nextDue().isEmpty()) {
      Schedule over = schedule.with(Status.OVER);
      parts.registry().putSchedule(transaction.connection(), over);
      state = new ScheduleState(then.id(), NextRun.digest(over), then.nextDue(), then.fireAt(), then.lastDue(),
          0, then.blocked());
    }
    store.put(transaction.connection(), state);
  }

  private Handing handing(Schedule schedule, Instant due) {
    return new Handing(schedule.id(), due, standing.session(schedule).id(), schedule.spec().prompt(),
        schedule.spec().target());
  }

  /// @return why it reaches nobody
  private Optional<String> hand(Handing run) {
    Handover.Outcome how = handover.hand(run);
    LOG.info("schedule={} step=run due={} session={} state={}", run.schedule(), run.due(), run.session(), how.state());
    if (how.state() == State.CLAIMED) {
      interrupted = true;
      return Optional.empty();
    }
    announced.remove(run);
    news.run(run.schedule(), run.due(), how.state(), how.why());
    return how.why();
  }

  private void put(ScheduleState state) {
    parts.ledger().<Boolean>write(connection -> {
      store.put(connection, state);
      return true;
    });
  }

  private void arm() {
    Instant now = parts.clock().instant();
    List<Optional<Instant>> times = List.of(parts.ledger().read(connection -> store.nextAfter(connection, now)),
        handover.nextEnd(), interrupted ? Optional.of(now.plus(LONGEST_SLEEP)) : Optional.empty());
    times.stream().flatMap(Optional::stream).min(Instant::compareTo).ifPresent(next -> sleepUntil(next, false));
  }

  /// @param soon whether to look at all of it then, whatever the clock says
  private void sleepUntil(Instant next, boolean soon) {
    Timer.Alarm old = alarm;
    if (old != null) {
      old.cancel();
    }
    if (closed) {
      return;
    }
    Instant latest = parts.clock().instant().plus(LONGEST_SLEEP);
    alarm = parts.timer().at(next.isAfter(latest) ? latest : next, () -> {
      if (soon || !parts.clock().instant().isBefore(next)) {
        look();
      } else {
        later(() -> alone(() -> sleepUntil(next, false)));
      }
    });
  }

  private static AuditEvent event(Schedule schedule, String kind, String actor, String detail) {
    return new AuditEvent("schedule", schedule.id().value(), kind, actor, detail, schedule.agentGroup().value());
  }
}
