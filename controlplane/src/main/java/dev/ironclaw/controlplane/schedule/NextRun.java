package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.kind.ScheduleWords;
import dev.ironclaw.controlplane.recurrence.When;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which time of a schedule comes next, and what is due now. Pure.
final class NextRun {
  /// A time that is later than this was missed.
  static final Duration GRACE = Duration.ofMinutes(2);

  private NextRun() {}

  /// What is to be done about a schedule whose time has come.
  ///
  /// @param run the time that runs now
  /// @param skipped the time that stands for those that run no more
  /// @param then where it stands afterwards
  record Decision(Optional<Instant> run, Optional<Instant> skipped, ScheduleState then) {}

  /// Where a schedule stands that is new or was changed. What passed before the change is not missed. One that has ended
  /// counts its runs anew where it is let go on or made again.
  static ScheduleState begin(Schedule schedule, Optional<ScheduleState> before, Instant now) {
    int runs = schedule.isOpen() ? before.map(ScheduleState::runs).orElse(0) : 0;
    Optional<Instant> last = before.flatMap(ScheduleState::lastDue);
    Instant after = before.isEmpty() ? schedule.spec().anchor() : last.filter(now::isBefore).orElse(now);
    ScheduleState bare = new ScheduleState(schedule.id(), digest(schedule), Optional.empty(), Optional.empty(), last,
        runs, Optional.empty());
    return schedule.status() == Status.ACTIVE ? after(schedule, bare, after) : bare;
  }

  static Decision decide(Schedule schedule, ScheduleState state, Instant now) {
    Instant due = state.nextDue().orElseThrow();
    When when = ScheduleWords.when(schedule.spec());
    Instant last = when.last(due, now.isBefore(due) ? due : now);
    if (fireAt(schedule, last).isAfter(now) && !last.equals(due)) {
      // That one is still to come; the others are past.
      return new Decision(Optional.empty(), Optional.of(due), at(schedule, state.past(due), Optional.of(last)));
    }
    boolean late = Duration.between(fireAt(schedule, last), now).compareTo(GRACE) > 0;
    ScheduleState past = state.past(last);
    if (late && schedule.spec().missed() == Missed.SKIP) {
      return new Decision(Optional.empty(), Optional.of(last), after(schedule, past, last));
    }
    return new Decision(Optional.of(last), last.equals(due) ? Optional.empty() : Optional.of(due),
        after(schedule, past.ran(), last));
  }

  /// Where it stands where that time came and reached nobody.
  static ScheduleState passed(Schedule schedule, ScheduleState state, Instant due) {
    return after(schedule, state.past(due), due);
  }

  private static ScheduleState after(Schedule schedule, ScheduleState state, Instant time) {
    boolean more = schedule.spec().times().filter(most -> state.runs() >= most).isEmpty();
    return at(schedule, state, more ? ScheduleWords.when(schedule.spec()).next(time) : Optional.empty());
  }

  private static ScheduleState at(Schedule schedule, ScheduleState state, Optional<Instant> due) {
    return state.next(due, due.map(time -> fireAt(schedule, time)));
  }

  /// The time with its jitter: made of both, so that it is the same whenever it is asked for.
  static Instant fireAt(Schedule schedule, Instant due) {
    int jitter = schedule.spec().jitter();
    if (jitter == 0) {
      return due;
    }
    byte[] hash = Sha256.of(schedule.id() + "/" + due.toEpochMilli());
    long number = 0;
    for (int i = 0; i < 7; i++) {
      number = (number << 8) | (hash[i] & 0xff);
    }
    return due.plusMillis(number % (jitter * 1_000L + 1));
  }

  /// Of all that matters for its times.
  static String digest(Schedule schedule) {
    return Sha256.hex(schedule.toString());
  }

  /// A schedule of which nothing is known any more. Put back, it runs no time twice.
  static ScheduleState gone(ScheduleState before) {
    return new ScheduleState(before.id(), "", Optional.empty(), Optional.empty(), before.lastDue(), 0,
        Optional.empty());
  }
}
