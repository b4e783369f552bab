package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.queue.OutboundQuota;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// All that the doors may do with a session's queue: no write to inbound, no way to change an outbound row.
interface BoxQueue {
  SessionQueue.Subscription follow(long seq, Consumer<MessageIn> consumer);

  Optional<MessageIn> inbound(MessageId id);

  /// True where a row up to `seq` that starts a turn is unfinished.
  boolean hasTurnUpTo(long seq);

  /// True where a row above `seq` that starts a turn is unfinished.
  boolean hasTurnAfter(long seq);

  List<BoxCommit.RowResult> commit(BoxCommit commit);

  Map<String, String> state();

  static BoxQueue of(SessionQueue queue) {
    return new BoxQueue() {
      @Override
      public SessionQueue.Subscription follow(long seq, Consumer<MessageIn> consumer) {
        return queue.follow(seq, consumer);
      }

      @Override
      public Optional<MessageIn> inbound(MessageId id) {
        return queue.inbound(id);
      }

      @Override
      public boolean hasTurnUpTo(long seq) {
        return queue.hasTurnUpTo(seq);
      }

      @Override
      public boolean hasTurnAfter(long seq) {
        return queue.hasTurnAfter(seq);
      }

      @Override
      public List<BoxCommit.RowResult> commit(BoxCommit commit) {
        return queue.commit(commit, OutboundQuota.DEFAULT);
      }

      @Override
      public Map<String, String> state() {
        return queue.state();
      }
    };
  }
}
