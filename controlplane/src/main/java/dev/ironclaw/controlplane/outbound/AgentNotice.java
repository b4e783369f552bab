package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Tells an agent what became of a row that it wrote, once, in the conversation that the row came from.
final class AgentNotice {
  private static final ObjectMapper JSON = JsonMapper.shared();

  private final Origins origins;
  private final SessionWaker waker;

  AgentNotice(Origins origins, SessionWaker waker) {
    this.origins = origins;
    this.waker = waker;
  }

  /// Starts a turn where [NewInbound#notice] says so.
  ///
  /// @param event `refused` or `undelivered`
  void tell(Session session, SessionQueue queue, MessageOut row, String event, String text) {
    Optional<Place> place = origins.of(session, queue, row);
    NewInbound notice = NewInbound.notice(new MessageId("sys_" + DerivedId.of(event, session.id(), row.id())),
        row.inReplyTo().flatMap(queue::inbound), place.map(Place::channelType).orElse("system"),
        place.map(Place::platformId).orElse("system"), place.flatMap(Place::threadId),
        JSON.writeValueAsString(Map.of("event", event, "text", text)));
    queue.enqueue(notice);
    if (notice.trigger()) {
      waker.wake(session.id());
    }
  }
}
