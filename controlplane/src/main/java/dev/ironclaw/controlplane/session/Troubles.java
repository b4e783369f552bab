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

/// Sessions whose boxes failed, and how long they wait; in a panic all of them do. Threading: the supervisor's loop alone touches it.
final class Troubles {
  private final Map<SessionId, Trouble> troubles = new HashMap<>();
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
      boolean over) {}

  /// @param hopeless whether another try would fail as well, until somebody has done something about it
  Trouble failed(SessionId session, AgentGroupId group, String reason, boolean hopeless, Instant now) {
    Trouble before = troubles.get(session);
    int failures = before == null ? 1 : before.failures() + 1;
    Trouble trouble = new Trouble(group, failures,
        hopeless ? new CrashPolicy.Verdict.Park() : CrashPolicy.after(failures, firstPause), now, reason, false);
    troubles.put(session, trouble);
    return trouble;
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

  /// A turn was finished, or somebody looked: start counting anew.
  void forget(SessionId session) {
    troubles.remove(session);
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
          Optional
              .of((trouble.failures() == 1 ? "" : "its box failed " + trouble.failures() + " times in a row; last: ")
                  + trouble.reason() + ". `ironctl session terminate " + session
                  + "` lets it try again with the next message"));
      case CrashPolicy.Verdict.Wait wait -> new BoxStatus(Optional.empty(), trouble.agentGroup(), Optional.of(session),
          BoxStatus.State.BACKING_OFF, trouble.since(), Optional.empty(),
          Optional.of(trouble.reason() + "; next try in at most " + wait.duration().toSeconds() + " s"));
    };
  }
}
