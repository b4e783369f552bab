package dev.ironclaw.controlplane;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.gateway.OutcomeNotice;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

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

  /// Why what was approved could not be done; before [#outcome], and perhaps more than once.
  void failed(Change change, String why) {
    String content = JsonNodeFactory.instance.objectNode().put("event", "change").put("changeId", change.id().value())
        .put("kind", change.kind().wireName()).put("outcome", "failed").put("text", why).toString();
    change.origin().ifPresent(
        origin -> tell(origin, new OutcomeNotice(new MessageId("sys_failed_" + change.id()), content)));
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
