package dev.ironclaw.system;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChatSendBody;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a stream brought, kept until it is asked for: what two threads of the host tell comes in either order.
///
/// Threading: one thread.
public final class SeenEvents implements AutoCloseable {
  private final EventStream stream;
  private final List<StreamEvent> passed = new ArrayList<>();

  public SeenEvents(EventStream stream) {
    this.stream = stream;
  }

  /// The first of this kind that was not taken yet.
  public StreamEvent take(Predicate<StreamEvent> wanted) {
    for (Iterator<StreamEvent> each = passed.iterator(); each.hasNext();) {
      StreamEvent event = each.next();
      if (wanted.test(event)) {
        each.remove();
        return event;
      }
    }
    while (true) {
      StreamEvent event = stream.next().orElseThrow();
      if (wanted.test(event)) {
        return event;
      }
      passed.add(event);
    }
  }

  /// Waits for any event.
  public void next() {
    passed.add(stream.next().orElseThrow());
  }

  /// Sends a message and waits for the words of its answer.
  ///
  /// @param id the message's own, for one that is to be known
  public String say(ControlPlaneClient client, String agent, String text, Optional<String> id) {
    String sent = client.send(new ChatSendBody(agent, text, id)).messageId();
    return answer(message -> sent.equals(message.get("inReplyTo")) && ("out_" + sent).equals(message.get("id")));
  }

  /// The words of the first message like this.
  public String answer(Predicate<Map<?, ?>> wanted) {
    StreamEvent event = take(one -> one.type().equals("chat.message")
        && one.data().get("message") instanceof Map<?, ?> message && wanted.test(message));
    return event.data().get("message") instanceof Map<?, ?> message ? String.valueOf(message.get("content")) : "";
  }

  @Override
  public void close() {
    stream.close();
  }
}
