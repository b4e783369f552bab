package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
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

  /// Starts a turn, so that the agent can say so to the people; but not when the row itself came from a turn that a
  /// notice had started: an agent that repeats its mistake would go on for ever.
  ///
  /// @param event `refused` or `undelivered`
  void tell(Session session, SessionQueue queue, MessageOut row, String event, String text) {
    Optional<Place> place = origins.of(session, queue, row);
    boolean trigger = row.inReplyTo().flatMap(queue::inbound).map(MessageIn::kind)
        .filter(kind -> kind == MessageKind.SYSTEM).isEmpty();
    queue.enqueue(new NewInbound(new MessageId("sys_" + DerivedId.of(event, session.id(), row.id())),
        MessageKind.SYSTEM, trigger, place.map(Place::channelType).orElse("system"),
        place.map(Place::platformId).orElse("system"), place.flatMap(Place::threadId),
        JSON.writeValueAsString(Map.of("event", event, "text", text)), Optional.empty(), false));
    if (trigger) {
      waker.wake(session.id());
    }
  }
}
