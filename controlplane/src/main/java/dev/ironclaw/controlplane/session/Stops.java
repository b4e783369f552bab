package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.box.BoxSocket;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Ends turns that people stop: the box is asked to, and has a few seconds for it; after that the host answers in its
/// place, with what it has seen of the answer, and ends the box. A session without a box is answered for at once.
/// Threading: the supervisor's loop alone.
final class Stops {
  private static final String WORDS = "Stopped.";

  private final SessionQueues queues;
  private final Consumer<SessionId> committed;
  private final Consumer<SessionId> forced;
  private final Loop loop;
  private final Duration patience;
  private final Function<SessionId, Optional<Slot>> boxes;
  private final Ender ender;
  /// The seq up to which each session's turns are being ended.
  private final Map<SessionId, Long> pending = new HashMap<>();

  /// @param committed hears that the host has answered
  /// @param forced hears that it had to for a box
  /// @param patience time that a box has
  /// @param boxes the session's box as of now
  Stops(SessionQueues queues, Consumer<SessionId> committed, Consumer<SessionId> forced, Loop loop, Duration patience,
      Function<SessionId, Optional<Slot>> boxes, Ender ender) {
    this.queues = queues;
    this.committed = committed;
    this.forced = forced;
    this.loop = loop;
    this.patience = patience;
    this.boxes = boxes;
    this.ender = ender;
  }

  /// Ends a box now; another one takes up what is left.
  @FunctionalInterface
  interface Ender {
    void end(Slot slot, String why);
  }

  /// What is being stopped.
  ///
  /// @param socket of the box that has to be told, if there is one
  /// @param seq of the last row
  /// @param turns how many messages get no further answer
  record Stopping(Optional<BoxSocket> socket, long seq, int turns) {}

  /// Ends what is being answered now.
  ///
  /// @return empty where nothing is being answered
  Optional<Stopping> stop(SessionId session) {
    SessionQueue queue = queues.of(session);
    Optional<Slot> slot = boxes.apply(session);
    List<MessageIn> turns = slot.isPresent() || queue.hasWork()
        ? queue.unfinishedAfter(-1).stream().filter(MessageIn::trigger).toList()
        : List.of();
    if (turns.isEmpty()) {
      return Optional.empty();
    }
    long seq = turns.getLast().seq();
    if (slot.isPresent()) {
      pending.merge(session, seq, Math::max);
      loop.after(patience, () -> overdue(session, seq));
    } else {
      answerFor(session, seq, null);
    }
    return Optional.of(new Stopping(slot.map(now -> now.socket), seq, turns.size()));
  }

  /// What a box of the session that comes now has to be told.
  OptionalLong pending(SessionId session) {
    Long seq = pending.get(session);
    return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
  }

  private void overdue(SessionId session, long seq) {
    pending.remove(session, seq);
    if (!queues.of(session).hasTurnUpTo(seq)) {
      return;
    }
    Optional<Slot> slot = boxes.apply(session);
    try {
      answerFor(session, seq, slot.orElse(null));
    } finally {
      forced.accept(session);
      slot.ifPresent(late -> ender.end(late, "it went on with a turn that a person stopped"));
    }
  }

  /// As the box would have: one reply to each row. Where the box comes first after all, its reply stays.
  private void answerFor(SessionId session, long seq, @Nullable Slot slot) {
    SessionQueue queue = queues.of(session);
    List<MessageIn> rows = queue.unfinishedAfter(-1).stream().filter(row -> row.seq() <= seq).toList();
    queue.commit(new BoxCommit(rows.stream().filter(MessageIn::trigger).map(row -> reply(row, slot)).toList(),
        rows.stream().map(row -> new BoxCommit.Ack(row.id(), AckStatus.FAILED)).toList(), List.of()));
    committed.accept(session);
  }

  private static MessageOut reply(MessageIn row, @Nullable Slot slot) {
    String soFar = slot == null ? "" : slot.written(row.id());
    return new MessageOut(MessageOut.replyTo(row.id()), Optional.of(row.id()), MessageKind.CHAT, row.channelType(),
        row.platformId(), row.threadId(), soFar.isBlank() ? WORDS : soFar + "\n\n" + WORDS, Optional.empty());
  }
}
