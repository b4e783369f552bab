package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxCommit.Ack;
import dev.ironclaw.contract.box.BoxCommit.RowResult;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.controlplane.queue.OutboundTable.Ref;
import dev.ironclaw.controlplane.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open files of one session, with what is in memory about them.
final class OpenQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenQueue.class);

  /// What a row takes beside its words, about.
  private static final int ROW_BYTES = 512;

  private final Database inbound;
  private final Database outbound;
  private final QueueClock clock;
  private final Backlog backlog;
  private final Outgoing outgoing = new Outgoing();
  /// Bytes of `outbound.db`: exact when it is opened, then rising with each row. Belongs to the lock `committing`.
  private long stored;
  private final Memory memory;
  private final AtomicLong finishedRows = new AtomicLong();
  private final Transcript transcript;
  /// One box commits one step after the other: the lock keeps the sizes in [Memory] true for whoever else would.
  private final ReentrantLock committing = new ReentrantLock();
  /// Acks of `processing` that wait for the next durable commit: a turn that has nothing else is run again anyway.
  private final Map<MessageId, Ack> begun = new LinkedHashMap<>();
  /// Outbound rows that are delivered in memory and not on disk yet: see [#noteDelivered].
  private final Map<MessageId, Mark> noted = new ConcurrentHashMap<>();
  /// Finished rows that `messages_in` still calls queued; the next write there says so. `processing_ack` is the truth.
  private final Set<MessageId> unmarked = ConcurrentHashMap.newKeySet();

  OpenQueue(Database inbound, Database outbound, Clock clock) {
    this.inbound = inbound;
    this.outbound = outbound;
    this.clock = new QueueClock(clock, inbound.read(InboundTable::lastTime));
    List<MessageIn> waiting = inbound.read(connection -> InboundTable.waiting(connection, -1));
    Set<MessageId> finished = finishedOf(waiting);
    unmarked.addAll(finished);
    backlog = new Backlog(waiting.stream().filter(row -> !finished.contains(row.id())).toList(),
        inbound.read(InboundTable::lastSeq));
    memory = new Memory(outbound.read(OutboundTable::state));
    Set<String> delivered = inbound.read(InboundTable::deliveredIds);
    outgoing.add(outbound.read(OutboundTable::refs).stream().filter(row -> !delivered.contains(row.id().value()))
        .toList());
    stored = outbound.read(OutboundTable::fileBytes);
    transcript = new Transcript(inbound, outbound);
  }

  private Set<MessageId> finishedOf(List<MessageIn> rows) {
    return outbound.read(connection -> {
      Set<MessageId> finished = new HashSet<>();
      for (MessageIn row : rows) {
        if (OutboundTable.finished(connection, row.id())) {
          finished.add(row.id());
        }
      }
      return finished;
    });
  }

  Optional<MessageIn> enqueue(NewInbound row) {
    List<MessageId> finished = List.copyOf(unmarked);
    List<Mark> marks = noted();
    Optional<MessageIn> stored = inbound.write(connection -> {
      InboundTable.finish(connection, finished);
      // Before the row, so that the conversation keeps its order.
      deliver(connection, marks);
      return InboundTable.insert(connection, row, clock.next());
    });
    finished.forEach(unmarked::remove);
    marks.forEach(mark -> noted.remove(mark.id()));
    stored.ifPresent(backlog::add);
    return stored;
  }

  long finished() {
    return finishedRows.get();
  }

  List<MessageIn> unfinishedAfter(long seq) {
    return backlog.unfinishedOf(waiting(seq));
  }

  Runnable follow(long seq, Consumer<MessageIn> consumer) {
    return backlog.follow(seq, this::waiting, consumer);
  }

  private List<MessageIn> waiting(long seq) {
    return inbound.read(connection -> InboundTable.waiting(connection, seq));
  }

  boolean hasWork() {
    return backlog.hasWork();
  }

  boolean hasTurnUpTo(long seq) {
    return backlog.hasTurnUpTo(seq);
  }

  boolean hasTurnAfter(long seq) {
    return backlog.hasTurnAfter(seq);
  }

  Optional<MessageIn> inbound(MessageId id) {
    return inbound.read(connection -> InboundTable.byId(connection, id));
  }

  List<RowResult> commit(BoxCommit commit, OutboundQuota quota) {
    committing.lock();
    try {
      checkQuota(quota, commit.rows());
      commit.rows().forEach(this::checkAnswered);
      Map<String, Integer> sizes = memory.after(commit.state());
      List<Ack> acks = commit.acks().stream().filter(ack -> backlog.isUnfinished(ack.messageId())).toList();
      acks.stream().filter(ack -> ack.status() == AckStatus.PROCESSING)
          .forEach(ack -> begun.put(ack.messageId(), ack));
      List<Ack> ends = acks.stream().filter(ack -> ack.status() != AckStatus.PROCESSING).toList();
      if (commit.rows().isEmpty() && ends.isEmpty() && commit.state().isEmpty()) {
        return List.of();
      }
      List<Ack> durable = new ArrayList<>(begun.values());
      durable.addAll(ends);
      List<OptionalLong> seqs = outbound
          .write(connection -> store(connection, commit.rows(), durable, commit.state(), clock.now()));
      begun.clear();
      memory.become(sizes);
      remember(commit.rows(), seqs);
      List<MessageId> finished = ends.stream().map(Ack::messageId).toList();
      unmarked.addAll(finished);
      finishedRows.addAndGet(finished.size());
      backlog.finish(finished);
      return seqs.stream().map(seq -> seq.isPresent() ? RowResult.STORED : RowResult.DUPLICATE).toList();
    } finally {
      committing.unlock();
    }
  }

  void requireRoom(MessageOut row, OutboundQuota quota) {
    committing.lock();
    try {
      checkQuota(quota, List.of(row));
    } finally {
      committing.unlock();
    }
  }

  /// A human reads on a card which message led to a request: that is none that was answered long ago. A row that is
  /// stored already is only being repeated after a lost answer.
  private void checkAnswered(MessageOut row) {
    if (row.kind() != MessageKind.SYSTEM || row.inReplyTo().isEmpty() || backlog.isUnfinished(row.inReplyTo().get())
        || outbound.read(connection -> OutboundTable.holds(connection, row.id()))) {
      return;
    }
    throw new IronclawException(ErrorCode.DENIED, "commit row " + row.id() + ": it answers " + row.inReplyTo().get()
        + ", which is finished; a request belongs to a message that is being answered");
  }

  /// A row that is there already takes nothing; that is looked up only where the others would not fit.
  private void checkQuota(OutboundQuota quota, List<MessageOut> rows) {
    if (rows.isEmpty() || quota.allows(outgoing.size() + rows.size(), stored + bytes(rows))) {
      return;
    }
    List<MessageOut> fresh = outbound.read(connection -> {
      List<MessageOut> unknown = new ArrayList<>();
      for (MessageOut row : rows) {
        if (!OutboundTable.holds(connection, row.id())) {
          unknown.add(row);
        }
      }
      return unknown;
    });
    if (!fresh.isEmpty()) {
      quota.check(outgoing.size() + fresh.size(), stored + bytes(fresh));
    }
  }

  private static long bytes(List<MessageOut> rows) {
    return rows.stream().mapToLong(row -> ROW_BYTES + row.content().getBytes(StandardCharsets.UTF_8).length).sum();
  }

  private static List<OptionalLong> store(Connection connection, List<MessageOut> rows, List<Ack> acks,
      List<StateEntry> state, Instant time) throws SQLException {
    List<OptionalLong> seqs = new ArrayList<>();
    for (MessageOut row : rows) {
      seqs.add(OutboundTable.insert(connection, row, time));
    }
    for (Ack ack : acks) {
      OutboundTable.acknowledge(connection, ack, time);
    }
    for (StateEntry entry : state) {
      OutboundTable.remember(connection, entry, time);
    }
    return seqs;
  }

  private void remember(List<MessageOut> rows, List<OptionalLong> seqs) {
    List<Ref> added = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (seqs.get(i).isPresent()) {
        stored += bytes(List.of(rows.get(i)));
        added.add(new Ref(seqs.get(i).getAsLong(), rows.get(i).id(), rows.get(i).deliverAfter()));
      }
    }
    outgoing.add(added);
  }

  Map<String, String> state() {
    return outbound.read(OutboundTable::state);
  }

  List<OutboundRow> undelivered(int limit) {
    return undelivered(0, limit);
  }

  Optional<Instant> nextDue() {
    return outgoing.nextDue(clock.now());
  }

  List<OutboundRow> undelivered(long after, int limit) {
    List<MessageId> due = outgoing.due(after, clock.now(), limit);
    return due.isEmpty()
        ? List.of()
        : outbound.read(connection -> {
          List<OutboundRow> rows = new ArrayList<>();
          for (MessageId id : due) {
            OutboundTable.byId(connection, id).ifPresent(rows::add);
          }
          return rows;
        });
  }

  void markDelivered(MessageId id, String status, String platformMessageId) {
    if (!outgoing.holds(id)) {
      checkKnown(id);
      return;
    }
    inbound.<Boolean>write(
        connection -> InboundTable.deliver(connection, id, status, platformMessageId, clock.next()));
    outgoing.remove(id);
  }

  /// As [#markDelivered], on disk with the next write there, at the latest when somebody reads the conversation. A crash
  /// before that delivers the row again, under the same id.
  void noteDelivered(MessageId id, String status, String platformMessageId) {
    if (!outgoing.holds(id)) {
      checkKnown(id);
      return;
    }
    noted.put(id, new Mark(id, status, platformMessageId, clock.next()));
    outgoing.remove(id);
  }

  /// Puts on disk what was only noted.
  void settle() {
    List<Mark> marks = noted();
    if (!marks.isEmpty()) {
      inbound.<Boolean>write(connection -> deliver(connection, marks));
      marks.forEach(mark -> noted.remove(mark.id()));
    }
  }

  /// As [#settle], once the oldest note is that old: until then a row that comes in takes the notes along for nothing.
  ///
  /// @return when to ask again
  Optional<Instant> settleAfter(Duration age) {
    Optional<Instant> due = noted().stream().findFirst().map(mark -> mark.at().plus(age));
    if (due.isPresent() && !due.get().isAfter(clock.now())) {
      settle();
      return Optional.empty();
    }
    return due;
  }

  private List<Mark> noted() {
    return noted.values().stream().sorted(Comparator.comparing(Mark::at)).toList();
  }

  private static boolean deliver(Connection connection, List<Mark> marks) throws SQLException {
    for (Mark mark : marks) {
      InboundTable.deliver(connection, mark.id(), mark.status(), mark.platformMessageId(), mark.at());
    }
    return true;
  }

  /// What `delivered` will say of one outbound row.
  private record Mark(MessageId id, String status, String platformMessageId, Instant at) {}

  private void checkKnown(MessageId id) {
    if (outbound.read(connection -> OutboundTable.byId(connection, id)).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "mark outbound row " + id + " as done: there is no such row");
    }
  }

  List<TranscriptRow> transcript(Optional<MessageId> after, int limit) {
    settle();
    return transcript.after(after, limit);
  }

  List<MessageCounts> counts(Instant from) {
    settle();
    return transcript.counts(from);
  }

  List<TranscriptRow> transcriptBefore(Optional<Instant> time, int limit) {
    settle();
    return transcript.before(time, limit);
  }

  List<TranscriptRow> transcriptHeads(Optional<Instant> time, int limit, int chars) {
    settle();
    return transcript.headsBefore(time, limit, chars);
  }

  Optional<Instant> transcriptTime(MessageId id) {
    settle();
    return transcript.time(id);
  }

  <T> T whileAtRest(Supplier<T> work, Supplier<byte[]> key) {
    return inbound.whileAtRest(() -> outbound.whileAtRest(work, key), key);
  }

  @Override
  public void close() {
    try (inbound; outbound) {
      settle();
    } catch (IronclawException e) {
      LOG.warn("step=close-queue rows that were noted as delivered will be delivered again: {}", e.getMessage());
    }
  }
}
