package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.schedule.ScheduleRun.Handing;
import dev.ironclaw.controlplane.schedule.ScheduleRun.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Puts claimed runs into their conversations, and knows which are still under way: only a few at once, so that whoever
/// chats meanwhile finds room. A conversation that can't be opened holds up none of the others.
///
/// Threading: one thread at a time; any may ask [#has] and [#stirred].
final class Handover {
  /// So many at once, however many are due.
  static final int MOST = 4;
  /// After this long a run's place is given to another; it goes on.
  static final Duration LONGEST = Duration.ofMinutes(15);
  /// So many of those are watched for their end.
  private static final int MOST_LATE = 1_000;
  private static final String GONE = "its conversation is gone";
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SchedulerParts parts;
  private final ScheduleStore store;
  private final Map<Handing, UnderWay> underWay = new LinkedHashMap<>();
  /// Took too long: its place is another's, and how it ends is looked at when its conversation wrote something.
  private final Map<Handing, Long> late = new LinkedHashMap<>();
  private final Set<SessionId> stirred = ConcurrentHashMap.newKeySet();
  private volatile Set<SessionId> sessions = Set.of();
  private volatile Set<SessionId> watched = Set.of();

  private record UnderWay(long seq, Instant since) {}

  /// What became of a run.
  ///
  /// @param state `HANDED`; `BLOCKED`; `CLAIMED` where it is to be tried again
  /// @param why it reached nobody
  record Outcome(State state, Optional<String> why) {}

  Handover(SchedulerParts parts, ScheduleStore store) {
    this.parts = parts;
    this.store = store;
  }

  boolean isFull() {
    return underWay.size() >= MOST;
  }

  /// Whether a run is under way there.
  boolean has(SessionId session) {
    return sessions.contains(session);
  }

  /// A conversation wrote something.
  ///
  /// @return whether a run of it may be done
  boolean stirred(SessionId session) {
    boolean known = watched.contains(session);
    if (known) {
      stirred.add(session);
    }
    return known;
  }

  /// When the next place is given away.
  Optional<Instant> nextEnd() {
    return underWay.values().stream().map(run -> run.since().plus(LONGEST)).min(Instant::compareTo);
  }

  /// Writes the row and wakes the conversation; done again it changes nothing.
  Outcome hand(Handing run) {
    if (parts.registry().session(run.session()).isEmpty()) {
      return block(run, State.CLAIMED, GONE);
    }
    // Before the row is there: a box that runs may be done with it before it is entered here.
    watched = Stream.concat(watched.stream(), Stream.of(run.session())).collect(Collectors.toUnmodifiableSet());
    SessionQueue queue = parts.queues().of(run.session());
    long seq;
    try {
      seq = queue.enqueue(row(run)).or(() -> queue.inbound(run.row())).map(MessageIn::seq).orElseThrow();
    } catch (RuntimeException e) {
      LOG.error("schedule={} session={} step=hand due={} failed", run.schedule(), run.session(), run.due(), e);
      note();
      return e instanceof IronclawException fault && fault.code() == ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED
          ? block(run, State.CLAIMED, "the files of its conversation are damaged; put them back from a backup")
          : new Outcome(State.CLAIMED, Optional.empty());
    }
    move(run, State.CLAIMED, State.HANDED);
    enter(run, seq, parts.clock().instant());
    note();
    parts.registry().touch(run.session());
    parts.waker().wake(run.session());
    return new Outcome(State.HANDED, Optional.empty());
  }

  /// It reaches nobody, and people are told why.
  Outcome block(Handing run, State from, String why) {
    boolean _ = parts.ledger().<Boolean>audited(transaction -> {
      boolean moved = store.move(transaction.connection(), run, from, State.BLOCKED, Optional.of(why));
      if (moved) {
        transaction.audit(new AuditEvent("schedule", run.schedule().value(), "blocked", "scheduler",
            why + ": due " + run.due() + ", in " + run.session()));
      }
      return moved;
    });
    return new Outcome(State.BLOCKED, Optional.of(why));
  }

  private void move(Handing run, State from, State to) {
    boolean _ = parts.ledger()
        .<Boolean>write(connection -> store.move(connection, run, from, to, Optional.empty()));
  }

  /// After a start: a run that was handed over by an earlier one.
  ///
  /// @param since when that was
  void again(Handing run, Instant since) {
    if (parts.registry().session(run.session()).isEmpty()) {
      // To open its files would make them anew.
      block(run, State.HANDED, GONE);
      return;
    }
    try {
      parts.queues().of(run.session()).inbound(run.row()).ifPresent(row -> {
        Instant now = parts.clock().instant();
        enter(run, row.seq(), since.isBefore(now) ? since : now);
        stirred.add(run.session());
        note();
        parts.waker().wake(run.session());
      });
    } catch (RuntimeException e) {
      LOG.error("schedule={} session={} step=look-again due={} failed, at the next start again", run.schedule(),
          run.session(), run.due(), e);
    }
  }

  private void enter(Handing run, long seq, Instant since) {
    if (parts.clock().instant().isBefore(since.plus(LONGEST))) {
      underWay.put(run, new UnderWay(seq, since));
      return;
    }
    late.put(run, seq);
    if (late.size() > MOST_LATE) {
      late.remove(late.keySet().iterator().next());
    }
  }

  private void note() {
    sessions = underWay.keySet().stream().map(Handing::session).collect(Collectors.toUnmodifiableSet());
    watched = Stream.concat(underWay.keySet().stream(), late.keySet().stream()).map(Handing::session)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Lets go of what has ended, and of the places of what takes too long.
  ///
  /// @return those that ended, and how
  Map<Handing, Outcome> settle() {
    Map<Handing, Outcome> ended = new LinkedHashMap<>();
    Set<SessionId> changed = Set.copyOf(stirred);
    stirred.removeAll(changed);
    try {
      late.forEach((run, seq) -> {
        if (changed.contains(run.session())) {
          end(run, seq).ifPresent(how -> ended.put(run, how));
        }
      });
      underWay.forEach((run, how) -> end(run, how.seq()).ifPresent(outcome -> ended.put(run, outcome)));
    } catch (RuntimeException e) {
      stirred.addAll(changed);
      throw e;
    }
    underWay.keySet().removeAll(ended.keySet());
    Map<Handing, UnderWay> rest = new LinkedHashMap<>(underWay);
    underWay.clear();
    rest.forEach((run, how) -> enter(run, how.seq(), how.since()));
    late.keySet().removeAll(ended.keySet());
    note();
    return ended;
  }

  private Optional<Outcome> end(Handing run, long seq) {
    if (parts.registry().session(run.session()).isEmpty()) {
      return Optional.of(block(run, State.HANDED, GONE));
    }
    try {
      if (parts.queues().of(run.session()).unfinishedAfter(seq - 1).stream()
          .anyMatch(row -> row.id().equals(run.row()))) {
        return Optional.empty();
      }
    } catch (RuntimeException e) {
      LOG.warn("schedule={} session={} step=settle due={} failed: {}", run.schedule(), run.session(), run.due(),
          e.getMessage());
      return Optional.empty();
    }
    move(run, State.HANDED, State.DONE);
    return Optional.of(new Outcome(State.DONE, Optional.empty()));
  }

  /// Its kind is what tells it from anything that somebody wrote.
  private static NewInbound row(Handing run) {
    ObjectNode content = JSON.createObjectNode().put("task", run.schedule().value()).put("due", run.due().toString())
        .put("text", "Nobody wrote just now: it is time for what was scheduled and approved. Do it now and answer here."
            + " What is to be done, in the words of who asked for it:\n“" + run.prompt().replace('”', '"') + "”");
    return new NewInbound(run.row(), MessageKind.TASK, true, run.target().channelType(), run.target().platformId(),
        run.target().threadId(), JSON.writeValueAsString(content), Optional.empty(), false);
  }
}
