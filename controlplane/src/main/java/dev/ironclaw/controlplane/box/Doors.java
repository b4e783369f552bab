package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.ToolName;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens behind each door that answers at once: parse, decide, do. Returns the JSON to answer, empty for 204.
final class Doors {
  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
  private static final byte[] NOTHING = {};

  /// A word that is sent when nobody remembers who asked for it surprises everybody.
  private static final Duration LONGEST_DELAY = Duration.ofDays(30);

  private final BoxListener listener;
  private final Clock clock;
  private final BoxRequests requests = new BoxRequests();
  private final BoxAnswers answers;
  private final CommitPolicy commits = new CommitPolicy(requests);

  Doors(BoxListener listener, BoxAnswers answers, Clock clock) {
    this.listener = listener;
    this.clock = clock;
    this.answers = answers;
  }

  byte[] hello(Crossing crossing, ByteBuffer body) {
    BoxHello hello = requests.hello(body);
    // Only the first: what a box measured before it read a word of anybody's is what counts, and each one costs an
    // audit entry.
    if (crossing.isFirstHello()) {
      listener.hello(crossing.box(), hello);
    }
    return NOTHING;
  }

  byte[] commit(Crossing crossing, ByteBuffer body) {
    BoxCommit asked = requests.commit(body);
    asked.rows().forEach(this::refuseFarFuture);
    BoxCommit commit = new BoxCommit(asked.rows().stream().filter(commits::isKept).toList(), asked.acks(),
        asked.state());
    Stored stored = crossing.underRights(bound -> {
      commits.check(asked, bound.rights(), bound.queue()::inbound);
      crossing.stops().check(asked, bound.queue());
      crossing.askHost(commit.rows().stream().filter(row -> row.kind() == MessageKind.SYSTEM).count());
      return new Stored(bound.session(), bound.queue().commit(commit));
    });
    try {
      listener.committed(crossing.box(), stored.session(), commit);
    } catch (RuntimeException e) {
      // It is on disk: a listener that fails must not make the box believe that it is not.
      LOG.error("box={} session={} step=committed: the listener failed", crossing.box(), stored.session(), e);
    }
    return answers.results(answered(asked, stored.results()));
  }

  /// One result for each row that was posted, in its order.
  private List<BoxCommit.RowResult> answered(BoxCommit asked, List<BoxCommit.RowResult> kept) {
    Iterator<BoxCommit.RowResult> next = kept.iterator();
    return asked.rows().stream().map(row -> commits.isKept(row) ? next.next() : BoxCommit.RowResult.STORED).toList();
  }

  private record Stored(SessionId session, List<BoxCommit.RowResult> results) {}

  private void refuseFarFuture(MessageOut row) {
    if (row.deliverAfter().filter(time -> time.isAfter(clock.instant().plus(LONGEST_DELAY))).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "commit row " + row.id() + ": deliverAfter lies more than "
          + LONGEST_DELAY.toDays() + " days ahead; choose an earlier time");
    }
  }

  byte[] state(Bound bound, StateReservation reservation) {
    reservation.forValues();
    Map<String, String> state = bound.queue().state();
    reservation.forAnswer(state);
    return answers.state(state);
  }

  byte[] partial(Crossing crossing, Bound bound, ByteBuffer body) {
    listener.partial(crossing.box(), bound.session(), requests.partial(body));
    return NOTHING;
  }

  byte[] heartbeat(Crossing crossing, ByteBuffer body) {
    listener.heartbeat(crossing.box(), requests.heartbeat(body));
    return NOTHING;
  }

  /// @param tool as it stands in the path
  ToolDoor.Asked tool(Bound bound, String tool, ByteBuffer body) {
    if (!tool.matches("[a-z0-9_]{1,64}")) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no such tool; see the box API");
    }
    ToolDoor.check(tool, bound);
    return new ToolDoor.Asked(tool, requests.tool(body));
  }

  byte[] persona(Bound bound) {
    if (!bound.rights().contains(ToolName.READ_PERSONA)) {
      throw new IronclawException(ErrorCode.DENIED, "persona: " + ToolName.READ_PERSONA
          + " is not granted to this agent; request the capability first");
    }
    return answers.persona(bound.config().persona());
  }
}
