package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.isolation.Box;
import java.time.Clock;
import java.util.function.Consumer;

/// What becomes of a session whose box failed: it waits, or it stands until somebody has looked. Threading: the
/// supervisor's loop alone.
final class Setbacks {
  private final Troubles troubles;
  private final Pool pool;
  private final Loop loop;
  private final BoxWorkers workers;
  private final SessionEvents events;
  private final Clock clock;
  private final Consumer<SessionId> again;
  private final Runnable refill;

  /// @param again tries it once more
  /// @param refill fills the pool
  Setbacks(Troubles troubles, Pool pool, Loop loop, BoxWorkers workers, SessionEvents events, Clock clock,
      Consumer<SessionId> again, Runnable refill) {
    this.troubles = troubles;
    this.pool = pool;
    this.refill = refill;
    this.loop = loop;
    this.workers = workers;
    this.events = events;
    this.clock = clock;
    this.again = again;
  }

  /// Its box is gone.
  void crashed(Slot slot, String how) {
    SessionId session = slot.session;
    if (session != null) {
      failed(session, slot.group.id(), "its box ended: " + how, slot.cause == Box.Cause.OFFENCE);
    } else {
      pool.failed(slot.group.id(), clock.instant());
      loop.after(Pool.PAUSE, refill);
    }
  }

  /// @param hopeless whether another try would fail as well, until somebody has done something about it
  void failed(SessionId session, AgentGroupId group, String reason, boolean hopeless) {
    Troubles.Trouble trouble = troubles.failed(session, group, reason, hopeless, clock.instant());
    troubles.status(session).ifPresent(events::changed);
    switch (trouble.verdict()) {
      case CrashPolicy.Verdict.Park _ -> workers.parked(session, trouble.why());
      case CrashPolicy.Verdict.Wait wait -> loop.after(wait.duration(), () -> {
        if (troubles.release(session, trouble)) {
          again.accept(session);
        }
      });
    }
  }
}
