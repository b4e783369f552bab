package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Schedules for those who look at them, and the ways to stop one or run it that need no decision: what stops takes power
/// from an agent, and a run out of turn is what was approved already.
public final class Schedules {
  private final Ledger ledger;
  private final Registry registry;
  private final Scheduler scheduler;
  private final ScheduleStore store;

  public Schedules(Ledger ledger, Registry registry, Scheduler scheduler) {
    this.ledger = ledger;
    this.registry = registry;
    this.scheduler = scheduler;
    this.store = scheduler.store();
  }

  /// A schedule and where it stands.
  ///
  /// @param state empty for a moment after it was approved
  public record Entry(Schedule schedule, Optional<ScheduleState> state, Optional<ScheduleRun> lastRun) {}

  /// Of this agent or of all, oldest first; of each the last run with it.
  public List<Entry> list(Optional<AgentGroupId> agent) {
    List<Schedule> schedules = registry.snapshot().schedules().values().stream()
        .filter(schedule -> agent.isEmpty() || agent.get().equals(schedule.agentGroup())).toList();
    return ledger.read(connection -> {
      Map<ScheduleId, ScheduleState> states = store.states(connection);
      Map<ScheduleId, ScheduleRun> runs = store.lastRuns(connection);
      return schedules.stream().map(schedule -> new Entry(schedule, Optional.ofNullable(states.get(schedule.id())),
          Optional.ofNullable(runs.get(schedule.id())))).toList();
    });
  }

  /// One of them.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public Entry find(ScheduleId id) {
    Schedule schedule = schedule(id);
    return ledger.read(connection -> new Entry(schedule, store.state(connection, id),
        store.runs(connection, id, 1).stream().findFirst()));
  }

  /// Newest first.
  public List<ScheduleRun> runs(ScheduleId id, int limit) {
    return ledger.read(connection -> store.runs(connection, id, limit));
  }

  /// Stops it until a change lets it go on.
  ///
  /// @param by the one who asks, for the log
  /// @throws IronclawException `NOT_FOUND`, `CONFLICT` where it has ended
  public void pause(ScheduleId id, String by) {
    stop(id, Status.PAUSED, by);
  }

  /// Ends it; a person can let it go on by a change.
  ///
  /// @throws IronclawException `NOT_FOUND`, `CONFLICT` where it has ended
  public void cancel(ScheduleId id, String by) {
    stop(id, Status.CANCELLED, by);
  }

  private void stop(ScheduleId id, Status status, String by) {
    ledger.brake(transaction -> {
      Schedule now = registry.snapshot(transaction.connection()).schedules().get(id);
      if (now == null) {
        throw missing(id);
      }
      if (now.status() == status) {
        return false;
      }
      if (!now.isOpen()) {
        throw new IronclawException(ErrorCode.CONFLICT,
            "stop schedule " + id + ": it is " + now.status().wireName() + " already");
      }
      registry.putSchedule(transaction.connection(), now.with(status));
      transaction.audit(new AuditEvent("schedule", id.value(), status.wireName(), by, "stopped at once",
          now.agentGroup().value()));
      return true;
    });
    scheduler.look();
  }

  /// Runs it once now; its times stay as they are.
  ///
  /// @throws IronclawException `NOT_FOUND`, `CONFLICT` where it has ended or a right is missing, `NOT_READY` in a panic
  public void runNow(ScheduleId id, String by) {
    Schedule schedule = schedule(id);
    if (!schedule.isOpen()) {
      throw new IronclawException(ErrorCode.CONFLICT, "run schedule " + id + ": it is " + schedule.status().wireName()
          + (schedule.status() == Status.OVER
              ? "; make a new one with `ironctl schedule create`"
              : "; let it go on with `ironctl schedule resume " + id + "` first"));
    }
    scheduler.runNow(schedule, by).ifPresent(why -> {
      throw new IronclawException(ErrorCode.CONFLICT, "run schedule " + id + ": " + why);
    });
  }

  private Schedule schedule(ScheduleId id) {
    return Optional.ofNullable(registry.snapshot().schedules().get(id)).orElseThrow(() -> missing(id));
  }

  private static IronclawException missing(ScheduleId id) {
    return new IronclawException(ErrorCode.NOT_FOUND,
        "schedule " + id + ": there is no such schedule; list them with `ironctl schedule list`");
  }
}
