package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.box.BoxSocket;
import dev.ironclaw.controlplane.isolation.Box;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the supervisor knows of one box. Threading: the supervisor's loop alone touches it.
final class Slot {
  /// Why a box is being ended.
  ///
  /// @param failed true where the box is to blame, so that its session waits before the next one
  /// @param grace time that it has to finish its turn
  record Ending(String why, boolean failed, Duration grace) {}

  private static final Duration NEVER = Duration.ofDays(365);

  final BoxSocket socket;
  final WorkspaceMode workspace;
  final List<Mount> mounts;
  AgentGroup group;
  BoxStatus.State state = BoxStatus.State.STARTING;
  Instant since;
  Instant lastSign;
  Instant lastWork;
  boolean said;
  boolean wakeAfter;
  @Nullable
  Ending ending;
  @Nullable
  Box box;
  @Nullable
  SessionId session;
  @Nullable
  BoxPosture posture;
  /// What people should know of it.
  @Nullable
  String note;
  /// Who is to blame for its end, once it has ended.
  Box.Cause cause = Box.Cause.OWN;
  /// Since when the session has had work of which nothing was finished: the host's own clock, whatever the box says.
  private @Nullable Instant workSince;
  private long finished;
  private @Nullable MessageId turn;
  /// The newest of what it showed of an answer.
  private @Nullable PartialText partial;
  private Instant turnSince;

  Slot(BoxSocket socket, AgentGroup group, Instant now) {
    this.socket = socket;
    this.group = group;
    this.workspace = WorkspaceMode.of(group.enabledTools());
    this.mounts = group.mounts();
    this.since = now;
    this.lastSign = now;
    this.lastWork = now;
    this.turnSince = now;
  }

  /// Whether it has what a box of this agent would get.
  boolean fits(AgentGroup wanted) {
    return workspace == WorkspaceMode.of(wanted.enabledTools()) && mounts.equals(wanted.mounts());
  }

  /// Whether it has anything that a box of this agent would not get.
  boolean exceeds(AgentGroup wanted) {
    return workspace.exceeds(WorkspaceMode.of(wanted.enabledTools()))
        || mounts.stream().anyMatch(mount -> !mount.isCovered(wanted.mounts()));
  }

  void heard(Heartbeat heartbeat, Instant now) {
    lastSign = now;
    MessageId current = heartbeat.turn().orElse(null);
    if (current == null || !current.equals(turn)) {
      turn = current;
      turnSince = now;
    }
    if (current != null) {
      lastWork = now;
    }
  }

  void wrote(PartialText text) {
    partial = text.offset() == 0 ? text : partial;
  }

  /// What it showed of the answer to that row; empty where that is nothing, or was another row's.
  String written(MessageId row) {
    PartialText newest = partial;
    return newest != null && newest.inReplyTo().equals(row) ? newest.text() : "";
  }

  /// Whatever it is waited for, the waiting begins now.
  void afresh(Instant now) {
    lastSign = now;
    lastWork = now;
    turnSince = now;
    workSince = workSince == null ? null : now;
    since = said ? since : now;
  }

  /// There is work for it, or none any more.
  void hasWork(boolean work, Instant now) {
    lastWork = now;
    workSince = !work ? null : workSince == null ? now : workSince;
  }

  /// Takes note of what the queue says is finished.
  ///
  /// @return true where that is more than before
  boolean progressed(long nowFinished, Instant now) {
    lastSign = now;
    boolean more = nowFinished != finished;
    finished = nowFinished;
    workSince = more ? null : workSince;
    return more;
  }

  /// Why this box must be ended, if so.
  Optional<String> stuck(SupervisorSettings settings, Instant now) {
    if (!said) {
      return passed(since, settings.helloTimeout(), now) ? Optional.of("did not come up") : Optional.empty();
    }
    if (session == null) {
      return Optional.empty(); // It waits for its session and has nothing to say.
    }
    if (passed(lastSign, settings.silence(), now)) {
      return Optional.of("gave no sign of life for " + settings.silence().toSeconds() + " s");
    }
    if (workSince != null && passed(workSince, settings.turnTimeout(), now)) {
      return Optional.of("finished nothing for " + settings.turnTimeout().toMinutes() + " min although it has work");
    }
    if (turn != null && passed(turnSince, settings.turnTimeout(), now)) {
      return Optional.of("worked on one message for more than " + settings.turnTimeout().toMinutes() + " min");
    }
    return Optional.empty();
  }

  boolean isIdle(SupervisorSettings settings, Instant now) {
    return session != null && turn == null && passed(lastWork, settings.idleAfter(), now);
  }

  /// When to look at this box again, at the latest.
  Instant nextLook(SupervisorSettings settings) {
    if (!said) {
      return since.plus(settings.helloTimeout());
    }
    if (session == null) {
      return since.plus(NEVER);
    }
    Instant look = earlier(lastSign.plus(settings.silence()),
        turn == null ? lastWork.plus(settings.idleAfter()) : turnSince.plus(settings.turnTimeout()));
    return workSince == null ? look : earlier(look, workSince.plus(settings.turnTimeout()));
  }

  /// How many characters of what it printed are kept. The words stay out of every log: they may be a conversation's.
  int printed() {
    return box == null ? 0 : box.output().strip().length();
  }

  BoxStatus status() {
    return new BoxStatus(Optional.of(socket.box()), group.id(), Optional.ofNullable(session), state, since,
        Optional.ofNullable(posture), Optional.ofNullable(note), box == null ? Optional::empty : box::usage);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static boolean passed(Instant start, Duration limit, Instant now) {
    return !now.isBefore(start.plus(limit));
  }
}
