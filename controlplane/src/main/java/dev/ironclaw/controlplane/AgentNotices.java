package dev.ironclaw.controlplane;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.gateway.OutcomeNotice;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.job.JobNotice;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;

/// Tells an agent what became of its request, in the chat that it asked from, so that it can go on there.
final class AgentNotices {
  private final SessionQueues queues;
  private final SessionWaker waker;
  private final Predicate<SessionId> isThere;

  /// @param isThere whether there still is such a conversation: to open the files of one that is gone would make them anew
  AgentNotices(SessionQueues queues, SessionWaker waker, Predicate<SessionId> isThere) {
    this.queues = queues;
    this.waker = waker;
    this.isThere = isThere;
  }

  void outcome(Change change) {
    change.origin().ifPresent(origin -> tell(origin, OutcomeNotice.of(change)));
  }

  /// Why what was approved could not be done; before [#outcome], and perhaps more than once.
  void failed(Change change, String why) {
    String content = JsonNodeFactory.instance.objectNode().put("event", "change").put("changeId", change.id().value())
        .put("kind", change.kind().wireName()).put("outcome", "failed").put("text", why).toString();
    change.origin().ifPresent(
        origin -> tell(origin, new OutcomeNotice(new MessageId("sys_failed_" + change.id()), content)));
  }

  /// How its job ended; the same job again changes nothing. Where the conversation is gone nobody is told.
  ///
  /// @param redact takes secrets out
  void ended(Job job, UnaryOperator<String> redact) {
    job.spec().session().filter(isThere).ifPresent(session -> {
      SessionQueue queue = queues.of(session);
      Optional<MessageIn> asked = job.spec().origin().flatMap(Origin::inReplyTo).flatMap(queue::inbound);
      enter(session, queue, JobNotice.row(job, asked, redact));
    });
  }

  private void tell(Origin origin, OutcomeNotice notice) {
    SessionQueue queue = queues.of(origin.session());
    Optional<MessageIn> asked = origin.inReplyTo().flatMap(queue::inbound);
    NewInbound row = NewInbound.notice(notice.rowId(), asked, asked.map(MessageIn::channelType).orElse(""),
        asked.map(MessageIn::platformId).orElse(""), asked.flatMap(MessageIn::threadId), notice.content());
    enter(origin.session(), queue, row);
  }

  private void enter(SessionId session, SessionQueue queue, NewInbound row) {
    queue.enqueue(row);
    if (row.trigger()) {
      waker.wake(session);
    }
  }
}
