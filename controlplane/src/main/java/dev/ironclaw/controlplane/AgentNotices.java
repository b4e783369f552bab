package dev.ironclaw.controlplane;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.gateway.OutcomeNotice;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.util.Optional;

/// Tells an agent what became of its request, in the chat that it asked from, so that it can go on there.
final class AgentNotices {
  private final SessionQueues queues;
  private final SessionWaker waker;

  AgentNotices(SessionQueues queues, SessionWaker waker) {
    this.queues = queues;
    this.waker = waker;
  }

  void outcome(Change change) {
    change.origin().ifPresent(origin -> tell(origin, OutcomeNotice.of(change)));
  }

  private void tell(Origin origin, OutcomeNotice notice) {
    SessionQueue queue = queues.of(origin.session());
    Optional<MessageIn> asked = origin.inReplyTo().flatMap(queue::inbound);
    NewInbound row = NewInbound.notice(notice.rowId(), asked, asked.map(MessageIn::channelType).orElse(""),
        asked.map(MessageIn::platformId).orElse(""), asked.flatMap(MessageIn::threadId), notice.content());
    queue.enqueue(row);
    if (row.trigger()) {
      waker.wake(origin.session());
    }
  }
}
