package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.registry.Schedule;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One time of a schedule that came.
///
/// @param due the time, which is its key
/// @param at when it was decided what becomes of it
/// @param note why it reached nobody
public record ScheduleRun(ScheduleId schedule, Instant due, Instant at, State state, Optional<SessionId> session,
    Optional<String> note) {

  /// What became of it.
  public enum State {
    /// Decided and audited; its row may not be written yet.
    CLAIMED,
    /// Its row lies in the session's queue.
    HANDED,
    /// Its agent is done with it.
    DONE,
    /// A right was missing.
    BLOCKED,
    /// It passed while nothing ran.
    SKIPPED;

    /// As stored and on the wire.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What has to reach the session.
  record Handing(ScheduleId schedule, Instant due, SessionId session, String prompt, Schedule.Target target) {
    /// The same time is the same row.
    MessageId row() {
      return new MessageId("in_" + schedule + "_" + due.toEpochMilli());
    }
  }
}
