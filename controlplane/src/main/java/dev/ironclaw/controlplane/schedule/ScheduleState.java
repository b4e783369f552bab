package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ScheduleId;
import java.time.Instant;
import java.util.Optional;

/// Where a schedule stands.
///
/// @param plan digest of what it was computed for
/// @param nextDue the next time; empty where none comes
/// @param fireAt when that one is looked at; empty where none comes, or where it waits for a right
/// @param runs how often it ran
/// @param blocked the right that is missing, told once
public record ScheduleState(ScheduleId id, String plan, Optional<Instant> nextDue, Optional<Instant> fireAt,
    Optional<Instant> lastDue, int runs, Optional<String> blocked) {

  ScheduleState next(Optional<Instant> due, Optional<Instant> at) {
    return new ScheduleState(id, plan, due, at, lastDue, runs, blocked);
  }

  ScheduleState past(Instant due) {
    return new ScheduleState(id, plan, nextDue, fireAt, Optional.of(due), runs, blocked);
  }

  ScheduleState ran() {
    return new ScheduleState(id, plan, nextDue, fireAt, lastDue, runs + 1, Optional.empty());
  }

  ScheduleState blockedBy(Optional<String> right) {
    return new ScheduleState(id, plan, nextDue, fireAt, lastDue, runs, right);
  }
}
