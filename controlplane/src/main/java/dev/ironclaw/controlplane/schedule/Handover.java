package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
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
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Puts claimed runs into their conversations, and knows which are still under way: only a few at once, so that whoever
/// chats meanwhile finds room.
///
/// Threading: one thread at a time; any may ask [#has].
final class Handover {
  /// So many at once, however many are due.
  static final int MOST = 4;
  /// After this long a run's place is given to another; it goes on.
  static final Duration LONGEST = Duration.ofMinutes(15);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SchedulerParts parts;
  private final ScheduleStore store;
  private final Map<Handing, UnderWay> underWay = new LinkedHashMap<>();
  private volatile Set<SessionId> sessions = Set.of();

  private record UnderWay(long seq, Instant since) {}

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

  /// When the next place is given away.
  Optional<Instant> nextEnd() {
    return underWay.values().stream().map(run -> run.since().plus(LONGEST)).min(Instant::compareTo);
  }

  /// Writes the row and wakes the conversation; done again it changes nothing.
  ///
  /// @return false where there is no such conversation any more
  boolean hand(Handing run) {
    if (parts.registry().session(run.session()).isEmpty()) {
      parts.ledger().<Boolean>write(connection -> {
        store.move(connection, run, State.CLAIMED, State.BLOCKED);
        return true;
      });
      return false;
    }
    SessionQueue queue = parts.queues().of(run.session());
    long seq = queue.enqueue(row(run)).or(() -> queue.inbound(run.row())).map(MessageIn::seq).orElseThrow();
    parts.ledger().<Boolean>write(connection -> {
      store.move(connection, run, State.CLAIMED, State.HANDED);
      return true;
    });
    parts.registry().touch(run.session());
    enter(run, seq);
    parts.waker().wake(run.session());
    return true;
  }

  /// After a start: a run that was handed over by an earlier one.
  void again(Handing run) {
    parts.queues().of(run.session()).inbound(run.row()).ifPresent(row -> {
      enter(run, row.seq());
      parts.waker().wake(run.session());
    });
  }

  private void enter(Handing run, long seq) {
    underWay.put(run, new UnderWay(seq, parts.clock().instant()));
    note();
  }

  private void note() {
    sessions = underWay.keySet().stream().map(Handing::session).collect(Collectors.toUnmodifiableSet());
  }

  /// Lets go of what is done or takes too long.
  ///
  /// @return those that are done
  Map<Handing, Boolean> settle() {
    Map<Handing, Boolean> done = new LinkedHashMap<>();
    Instant now = parts.clock().instant();
    underWay.forEach((run, how) -> {
      boolean finished = parts.queues().of(run.session()).unfinishedAfter(how.seq() - 1).stream()
          .noneMatch(row -> row.id().equals(run.row()));
      if (finished || !now.isBefore(how.since().plus(LONGEST))) {
        done.put(run, finished);
      }
    });
    done.forEach((run, finished) -> {
      underWay.remove(run);
      if (finished) {
        parts.ledger().<Boolean>write(connection -> {
          store.move(connection, run, State.HANDED, State.DONE);
          return true;
        });
      }
    });
    note();
    return done;
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
