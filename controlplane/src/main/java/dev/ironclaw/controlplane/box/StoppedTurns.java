package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a person stopped in a box's session: the turns of all rows up to a seq. What runs for them on the host ends at
/// once, and nothing more begins for them: no model call, no tool, no row but the replies. That a box acks them opens no door:
/// what begins needs a turn that came later.
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

  /// @throws IronclawException `DENIED` while a stopped row is unfinished, or none that came later is
  void check(BoxQueue queue) {
    long stopped = upTo.get();
    if (stopped > 0 && (queue.hasTurnUpTo(stopped) || !queue.hasTurnAfter(stopped))) {
      throw refusal();
    }
  }

  /// For what names the row that it is done for.
  ///
  /// @throws IronclawException `DENIED` where that was stopped, or is no row
  void check(Optional<MessageId> origin, BoxQueue queue) {
    long stopped = upTo.get();
    if (stopped > 0 && origin.flatMap(queue::inbound).filter(row -> row.seq() > stopped).isEmpty()) {
      throw refusal();
    }
  }

  /// Looks at what a commit brings beside replies, acks and state. A box may repeat a commit whose answer it lost, after
  /// its turn: so no turn has to be open.
  ///
  /// @throws IronclawException `DENIED` while a stopped row is unfinished, and where a row is for one that was stopped
  void check(BoxCommit commit, BoxQueue queue) {
    List<MessageOut> others = commit.rows().stream().filter(row -> !isReply(row)).toList();
    if (!others.isEmpty() && upTo.get() > 0 && queue.hasTurnUpTo(upTo.get())) {
      throw refusal();
    }
    others.forEach(row -> check(row.inReplyTo(), queue));
  }

  private static IronclawException refusal() {
    return new IronclawException(ErrorCode.DENIED,
        "a person stopped what is being answered: reply with what there is, and begin nothing more");
  }

  private static boolean isReply(MessageOut row) {
    return row.kind() == MessageKind.CHAT
        && row.inReplyTo().filter(to -> MessageOut.replyTo(to).equals(row.id())).isPresent();
  }
}
