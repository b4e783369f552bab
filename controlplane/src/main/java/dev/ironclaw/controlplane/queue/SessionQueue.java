package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One session's `inbound.db` and `outbound.db`. Only the control plane opens them; the key never leaves it.
///
/// Threading: any thread.
public final class SessionQueue {
  public SessionId session() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Appends durably and gives the row its seq. The same id again changes nothing.
  ///
  /// @return the stored row, or empty where the id was there already
  public Optional<MessageIn> enqueue(NewInbound row) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Rows above `seq` that the agent has not completed or failed, rising.
  public List<MessageIn> unfinishedAfter(long seq) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Hands over every unfinished row above `seq`, then each new row as soon as it is on disk: rising, without a gap or
  /// a double. The consumer runs on the committing thread and must return at once.
  public Subscription follow(long seq, Consumer<MessageIn> consumer) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends a [#follow].
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// True where some row starts a turn and is not finished: the session needs a box.
  public boolean hasWork() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The inbound row, finished or not.
  public Optional<MessageIn> inbound(MessageId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Stores rows, acks and state of one step in one durable transaction. Rows must have passed the door's checks.
  public List<BoxCommit.RowResult> commit(BoxCommit commit) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The session's memory as the agent left it.
  public Map<String, String> state() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Outbound rows that are due and neither delivered nor dead, by seq, at most `limit`.
  public List<OutboundRow> undelivered(int limit) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// As [#undelivered], from the first row above `seq` on.
  public List<OutboundRow> undeliveredAfter(long seq, int limit) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// When the next undelivered row that is not due yet will be.
  public Optional<Instant> nextDue() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Marks one outbound row as done with: `delivered`, `dead` or `handled` (a system row). Idempotent.
  public void markDelivered(MessageId outbound, String status, String platformMessageId) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Rows of one conversation for its reader: inbound chat rows, and outbound chat rows that were delivered, in the
  /// order in which they happened.
  ///
  /// @param after only what came after the row with this id; unknown or empty: from the start
  public List<TranscriptRow> transcript(Optional<MessageId> after, int limit) {
    throw new UnsupportedOperationException("skeleton");
  }
}
