package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.controlplane.isolation.BoxUsage;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// One box as its supervisor sees it.
///
/// @param session empty while it waits in the pool
/// @param posture as measured inside, once it said hello
/// @param note why it is parked or backing off, in plain words
/// @param usage measures what it uses of the machine, when it is asked: not on the supervisor's thread; empty where nothing
///        runs
public record BoxStatus(Optional<BoxId> box, AgentGroupId agentGroup, Optional<SessionId> session, State state,
    Instant since, Optional<BoxPosture> posture, Optional<String> note, Supplier<Optional<BoxUsage>> usage) {

  /// Where a box is in its life.
  public enum State {
    STARTING, POOLED, RUNNING, STOPPING, BACKING_OFF, PARKED
  }
}
