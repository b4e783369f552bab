package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ScheduleId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What an agent does by itself at a time, as it was approved.
public record Schedule(ScheduleId id, AgentGroupId agentGroup, Status status, Spec spec) {
  /// What it stands at.
  public enum Status {
    /// Its times come.
    ACTIVE,
    /// Somebody stopped it for a while.
    PAUSED,
    /// Its agent gave it up. Kept, so that a person can let it go on.
    CANCELLED,
    /// No time comes any more.
    OVER;

    /// As stored and on the wire.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What becomes of times that passed while nothing ran.
  public enum Missed {
    /// Nothing.
    SKIP,
    /// One run for all of them.
    ONCE;

    /// As stored and on the wire.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// All that it says.
  ///
  /// @param anchor what a recurrence counts from where there is no first time
  /// @param times how often it runs at most
  /// @param jitter in seconds: each run is late by at most so much
  public record Spec(String prompt, Optional<Instant> runAt, Optional<String> recurrence, Instant anchor,
      String timezone, Optional<Instant> until, Optional<Integer> times, int jitter, Missed missed, Target target) {}

  /// The place where it is answered.
  public record Target(String channelType, String platformId, String instance, Optional<String> threadId) {}

  /// The same with another status.
  public Schedule with(Status other) {
    return new Schedule(id, agentGroup, other, spec);
  }

  /// Whether somebody still expects something of it.
  public boolean isOpen() {
    return status == Status.ACTIVE || status == Status.PAUSED;
  }
}
