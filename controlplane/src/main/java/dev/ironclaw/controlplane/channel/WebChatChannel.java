package dev.ironclaw.controlplane.channel;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.event.EventHub;
import java.util.LinkedHashMap;
import java.util.Map;

/// The app's own chat. Its transcript is the session's queue, so there is nothing to send and nothing can come twice:
/// marking the row is the delivery. Readers hear of it only then, so that whoever looks finds it; a crash in between
/// loses no more than the hint, and every reader reloads after a restart anyway.
public final class WebChatChannel implements Channel {
  public static final String TYPE = "webchat";

  private final EventHub events;

  public WebChatChannel(EventHub events) {
    this.events = events;
  }

  @Override
  public String type() {
    return TYPE;
  }

  /// Nothing goes to a chat other than the session's own: nobody would see it there.
  @Override
  public String deliver(Delivery delivery) {
    if (!delivery.toOrigin()) {
      throw new IronclawException(ErrorCode.NOT_AVAILABLE, "deliver " + delivery.id() + " to the app's chat of "
          + delivery.platformId() + ": only answers appear there; write to the person's chat app");
    }
    return delivery.id().value();
  }

  @Override
  public boolean isTranscript() {
    return true;
  }

  @Override
  public boolean takesFiles() {
    return true;
  }

  @Override
  public void delivered(Delivery delivery) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", delivery.id().value());
    message.put("conversationId", delivery.session().value());
    delivery.threadId().ifPresent(thread -> message.put("threadId", thread));
    delivery.inReplyTo().map(MessageId::value).ifPresent(id -> message.put("inReplyTo", id));
    message.put("content", delivery.text());
    message.put("timestamp", delivery.writtenAt().toString());
    message.put("role", "agent");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("agentGroupId", delivery.agentGroup().value());
    event.put("sessionId", delivery.session().value());
    event.put("conversationId", delivery.session().value());
    event.put("message", message);
    events.publish("chat.message", event, true);
  }
}
