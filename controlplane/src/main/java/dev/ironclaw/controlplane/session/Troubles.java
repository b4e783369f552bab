package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.panic.Brake;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Sessions whose boxes failed, and how long they wait; in a panic all of them do. One whose boxes fail again and again is
/// parked also where each finished something first: every box leaves entries in the audit log. Threading: the supervisor's loop alone touches it.
final class Troubles {
  static final int MOST_AN_HOUR = 20;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<SessionId, Trouble> troubles = new HashMap<>();
  private final Map<SessionId, Ends> ends = new HashMap<>();
  private final Duration firstPause;
  private final Brake brake;

  Troubles(Duration firstPause, Brake brake) {
    this.firstPause = firstPause;
    this.brake = brake;
  }

  /// What a session is waiting for.
  ///
  /// @param over true once its pause is over
  record Trouble(AgentGroupId agentGroup, int failures, CrashPolicy.Verdict verdict, Instant since, String reason,
      boolean over) {
    /// In words, with how often.
    String why() {
      return (failures == 1 ? "" : "its box failed " + failures + " times in a row; last: ") + reason;
    }
  }

  /// How many boxes of a session failed within an hour.
  private record Ends(Instant since, int count) {
    boolean isOver(Instant now) {
      return now.isBefore(since) || !now.isBefore(since.plus(HOUR));
    }
  }

  /// @param hopeless whether another try would fail as well, until somebody has done something about it
  Trouble failed(SessionId session, AgentGroupId group, String reason, boolean hopeless, Instant now) {
    Trouble before = troubles.get(session);
    int failures = before == null ? 1 : before.failures() + 1;
    boolean often = count(session, now) > MOST_AN_HOUR;
    Trouble trouble = new Trouble(group, failures,
        hopeless || often ? new CrashPolicy.Verdict.Park() : CrashPolicy.after(failures, firstPause), now,
        often ? reason + ", as more than " + MOST_AN_HOUR + " of this session did within an hour" : reason, false);
    troubles.put(session, trouble);
    return trouble;
  }

  private int count(SessionId session, Instant now) {
    ends.values().removeIf(known -> known.isOver(now));
    return ends.merge(session, new Ends(now, 1), (known, one) -> new Ends(known.since(), known.count() + 1)).count();
  }

  /// Its pause is over.
  ///
  /// @return false where it is no longer what the session waits for
  boolean release(SessionId session, Trouble trouble) {
    return troubles.replace(session, trouble, new Trouble(trouble.agentGroup(), trouble.failures(), trouble.verdict(),
        trouble.since(), trouble.reason(), true));
  }

  /// True while no box may be started for the session. Only [#release] and [#forget] end that, so that a clock that was
  /// set back can't hold it longer.
  boolean holds(SessionId session) {
    Trouble trouble = troubles.get(session);
    return brake.isOn() || (trouble != null && !trouble.over());
  }

  /// A turn was finished: those before it were not in a row with what comes.
  void progressed(SessionId session) {
    troubles.remove(session);
  }

  /// Somebody looked: start counting anew.
  void forget(SessionId session) {
    troubles.remove(session);
    ends.remove(session);
  }

  void forget(AgentGroupId group) {
    troubles.values().removeIf(trouble -> trouble.agentGroup().equals(group));
  }

  /// Of all but those sessions.
  Stream<BoxStatus> statusesWithout(Set<SessionId> others) {
    return troubles.entrySet().stream().filter(entry -> !others.contains(entry.getKey()))
        .map(entry -> status(entry.getKey(), entry.getValue()));
  }

  Optional<BoxStatus> status(SessionId session) {
    return Optional.ofNullable(troubles.get(session)).map(trouble -> status(session, trouble));
  }

  private static BoxStatus status(SessionId session, Trouble trouble) {
    return switch (trouble.verdict()) {
      case CrashPolicy.Verdict.Park _ -> new BoxStatus(Optional.empty(), trouble.agentGroup(), Optional.of(session),
          BoxStatus.State.PARKED, trouble.since(), Optional.empty(),
          Optional.of(trouble.why() + ". `ironctl session terminate " + session
              + "` lets it try again with the next message"),
          Optional::empty);
      case CrashPolicy.Verdict.Wait wait -> new BoxStatus(Optional.empty(), trouble.agentGroup(), Optional.of(session),
          BoxStatus.State.BACKING_OFF, trouble.since(), Optional.empty(),
          Optional.of(trouble.reason() + "; next try in at most " + wait.duration().toSeconds() + " s"),
          Optional::empty);
    };
  }
}
