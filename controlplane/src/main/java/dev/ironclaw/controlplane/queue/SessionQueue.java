package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One session's `inbound.db` and `outbound.db`. Only the control plane opens them; the key never leaves it.
///
/// Threading: any platform thread. The files are opened when they are needed and may be closed between two calls.
public final class SessionQueue {
  private final SessionId session;
  private final SessionQueues files;

  SessionQueue(SessionId session, SessionQueues files) {
    this.session = session;
    this.files = files;
  }

  /// Appends durably and gives the row its seq. The same id again changes nothing.
  ///
  /// @return the stored row, or empty where the id was there already
  public Optional<MessageIn> enqueue(NewInbound row) {
    try (var _ = files.entering(session)) {
      return files.use(session, queue -> queue.enqueue(row));
    }
  }

  /// How many rows were finished since the files were opened: another number than before is progress.
  public long finished() {
    return files.use(session, OpenQueue::finished);
  }

  /// Rows above `seq` that the agent has not completed or failed, rising.
  public List<MessageIn> unfinishedAfter(long seq) {
    return files.use(session, queue -> queue.unfinishedAfter(seq));
  }

  /// Hands over every unfinished row above `seq`, then each new row as soon as it is on disk: rising, without a gap or
  /// a double. The consumer runs on the committing thread and must return at once.
  public Subscription follow(long seq, Consumer<MessageIn> consumer) {
    Lease lease = files.lease(session);
    try {
      Runnable end = lease.queue().follow(seq, consumer);
      return lease.untilClosed(end);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /// Ends a [#follow].
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// True where some row starts a turn and is not finished: the session needs a box.
  public boolean hasWork() {
    return files.use(session, OpenQueue::hasWork);
  }

  /// True where a row up to `seq` that starts a turn is unfinished.
  public boolean hasTurnUpTo(long seq) {
    return files.use(session, queue -> queue.hasTurnUpTo(seq));
  }

  /// True where a row above `seq` that starts a turn is unfinished.
  public boolean hasTurnAfter(long seq) {
    return files.use(session, queue -> queue.hasTurnAfter(seq));
  }

  /// The inbound row, finished or not.
  public Optional<MessageIn> inbound(MessageId id) {
    return files.use(session, queue -> queue.inbound(id));
  }

  /// Stores rows, acks and state of one step in one durable transaction. Rows must have passed the door's checks. An id
  /// that is there already stays as it is, whatever the new row says. An ack of a row that is unknown or finished is
  /// passed over; one of `PROCESSING` alone waits for the next durable commit.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `TOO_LARGE` where the state would pass its limits; nothing is
  ///         stored then
  public List<BoxCommit.RowResult> commit(BoxCommit commit) {
    return commit(commit, OutboundQuota.NONE);
  }

  /// As [#commit], where rows that are new fit the quota; else nothing is stored. Acks and state alone always pass.
  ///
  /// @throws dev.ironclaw.contract.IronclawException also `RATE_LIMITED` and `DENIED`, as [OutboundQuota] says
  public List<BoxCommit.RowResult> commit(BoxCommit commit, OutboundQuota quota) {
    return files.use(session, queue -> queue.commit(commit, quota));
  }

  /// Asks whether the row would fit the quota; another thread may take the room before it comes.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `RATE_LIMITED` and `DENIED`, as [OutboundQuota] says
  public void requireRoom(MessageOut row, OutboundQuota quota) {
    files.<Boolean>use(session, queue -> {
      queue.requireRoom(row, quota);
      return true;
    });
  }

  /// The session's memory as the agent left it.
  public Map<String, String> state() {
    return files.use(session, OpenQueue::state);
  }

  /// Outbound rows that are due and neither delivered nor dead, by seq, at most `limit`.
  public List<OutboundRow> undelivered(int limit) {
    return files.use(session, queue -> queue.undelivered(limit));
  }

  /// As [#undelivered], from the first row above `seq` on.
  public List<OutboundRow> undeliveredAfter(long seq, int limit) {
    return files.use(session, queue -> queue.undelivered(seq, limit));
  }

  /// When the next undelivered row that is not due yet will be.
  public Optional<Instant> nextDue() {
    return files.use(session, OpenQueue::nextDue);
  }

  /// As [#markDelivered], for a row whose place is this very conversation: everybody sees it as delivered at once, and it
  /// is on disk with the next inbound write, when somebody reads the conversation, or at [#settleAfter].
  public void noteDelivered(MessageId outbound, String status, String platformMessageId) {
    files.<Boolean>use(session, queue -> {
      queue.noteDelivered(outbound, status, platformMessageId);
      return true;
    });
  }

  /// Puts on disk what was only noted as delivered, once the oldest note has that age.
  ///
  /// @return when to ask again, while a note waits
  public Optional<Instant> settleAfter(Duration age) {
    return files.use(session, queue -> queue.settleAfter(age));
  }

  /// Marks one outbound row as done with: `delivered`, `dead` or `handled` (a system row). Idempotent.
  public void markDelivered(MessageId outbound, String status, String platformMessageId) {
    files.<Boolean>use(session, queue -> {
      queue.markDelivered(outbound, status, platformMessageId);
      return true;
    });
  }

  /// Rows of one conversation for its reader: inbound chat rows, and outbound chat rows that were delivered, in the
  /// order in which they happened: a person's at its arrival, the agent's at its delivery, which is its timestamp here.
  ///
  /// @param after only what came after the row with this id; unknown or empty: from the start
  public List<TranscriptRow> transcript(Optional<MessageId> after, int limit) {
    return files.use(session, queue -> queue.transcript(after, limit));
  }

  /// How many messages of the transcript each hour has, from that time on; hours without one are left out.
  public List<MessageCounts> counts(Instant from) {
    return files.use(session, queue -> queue.counts(from));
  }

  /// The same rows from the other end.
  ///
  /// @param time only what happened before; empty: from the newest on
  /// @return newest first
  public List<TranscriptRow> transcriptBefore(Optional<Instant> time, int limit) {
    return files.use(session, queue -> queue.transcriptBefore(time, limit));
  }

  /// The same, of each row the beginning alone.
  ///
  /// @param chars how much of it, at least; a row that is longer has more than that
  public List<TranscriptRow> transcriptHeads(Optional<Instant> time, int limit, int chars) {
    return files.use(session, queue -> queue.transcriptHeads(time, limit, chars));
  }

  /// When that row of the conversation happened; empty for one that is not in it.
  public Optional<Instant> transcriptTime(MessageId id) {
    return files.use(session, queue -> queue.transcriptTime(id));
  }
}
