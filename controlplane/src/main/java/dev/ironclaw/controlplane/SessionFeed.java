package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.outbound.OutboundPump;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.schedule.Scheduler;
import dev.ironclaw.controlplane.session.BoxStatus;
import dev.ironclaw.controlplane.session.SessionEvents;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Passes what sessions do to the outbound side and to the event stream. The outbound side is attached later, before
/// the first box, because it needs the gateway, which needs the boxes.
final class SessionFeed implements SessionEvents {
  private final EventHub events;
  private final UnsettledSessions unsettled;
  private volatile @Nullable OutboundPump pump;
  private volatile @Nullable Scheduler scheduler;

  SessionFeed(EventHub events, UnsettledSessions unsettled) {
    this.events = events;
    this.unsettled = unsettled;
  }

  void attach(OutboundPump outbound) {
    pump = outbound;
  }

  void attach(Scheduler runs) {
    scheduler = runs;
  }

  @Override
  public void bound(SessionId session) {
    unsettled.touched(session);
  }

  @Override
  public void released(SessionId session) {
    unsettled.released(session);
    committed(session);
  }

  @Override
  public void committed(SessionId session) {
    OutboundPump attached = pump;
    if (attached != null) {
      attached.committed(session);
    }
    Scheduler runs = scheduler;
    if (runs != null) {
      runs.committed(session);
    }
  }

  @Override
  public void partial(AgentGroupId agentGroup, SessionId session, PartialText text) {
    events.publish("chat.partial", Map.of("agentGroupId", agentGroup.value(), "sessionId", session.value(), "inReplyTo",
        text.inReplyTo().value(), "offset", text.offset(), "text", text.text()), false);
  }

  @Override
  public void changed(BoxStatus status) {
    Map<String, Object> data = new HashMap<>();
    data.put("agentGroupId", status.agentGroup().value());
    data.put("state", status.state().name().toLowerCase(Locale.ROOT));
    put(data, "boxId", status.box().map(BoxId::value));
    put(data, "sessionId", status.session().map(SessionId::value));
    put(data, "note", status.note());
    events.publish("session.state", data, true);
  }

  private static void put(Map<String, Object> data, String key, Optional<String> value) {
    value.ifPresent(present -> data.put(key, present));
  }
}
