package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a person stopped in a box's session: the turns of all rows up to a seq. What runs for them on the host ends at
/// once, and until those rows are finished nothing begins: no model call, no tool, no row but the replies.
///
/// Threading: any thread.
final class StoppedTurns {
  private static final Logger LOG = LoggerFactory.getLogger(StoppedTurns.class);

  private final AtomicLong upTo = new AtomicLong();
  /// How each call that is under way ends, by its response.
  private final Map<Object, Runnable> underWay = new ConcurrentHashMap<>();

  /// @param seq of the last row that was there
  void stop(long seq) {
    upTo.accumulateAndGet(seq, Math::max);
    List.copyOf(underWay.values()).forEach(StoppedTurns::end);
  }

  /// One that can't be ended keeps no other from its end.
  private static void end(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a call of a stopped turn could not be ended", e);
    }
  }

  /// The seq of the last stop, 0 where there was none.
  long seq() {
    return upTo.get();
  }

  /// A call is about to start. Look with [#check] afterwards: so a stop finds it, or it finds the stop.
  ///
  /// @param call whatever [#ends] is given
  /// @param stop ends it; runs on the thread that stops
  void begins(Object call, Runnable stop) {
    underWay.put(call, stop);
  }

  void ends(Object call) {
    underWay.remove(call);
  }

  /// @throws IronclawException `DENIED` while a stopped row is unfinished
  void check(BoxQueue queue) {
    long stopped = upTo.get();
    if (stopped > 0 && queue.hasTurnUpTo(stopped)) {
      throw new IronclawException(ErrorCode.DENIED,
          "a person stopped what is being answered: reply with what there is, and begin nothing more");
    }
  }

  /// As [#check], where the commit brings more than replies, acks and state.
  void check(BoxCommit commit, BoxQueue queue) {
    if (!commit.rows().stream().allMatch(StoppedTurns::isReply)) {
      check(queue);
    }
  }

  private static boolean isReply(MessageOut row) {
    return row.inReplyTo().filter(to -> MessageOut.replyTo(to).equals(row.id())).isPresent();
  }
}
