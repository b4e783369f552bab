package dev.ironclaw.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.HubEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebChatChannelTest extends ChannelContract {
  private final EventHub events = new EventHub(new Random(1));
  private final WebChatChannel channel = new WebChatChannel(events);

  @Override
  protected Channel channel() {
    return channel;
  }

  @AfterEach
  void close() {
    events.close();
  }

  @Test
  void tellsReadersOnlyOnceTheMessageCanBeRead() throws InterruptedException {
    BlockingQueue<HubEvent> seen = new LinkedBlockingQueue<>();
    events.subscribe(Optional.empty(), seen::add);
    Channel.Delivery delivery = delivery("out_in_1", "hello", true);

    String before = events.lastId();
    channel.deliver(delivery);
    assertThat(events.lastId()).isEqualTo(before);

    channel.delivered(delivery);
    HubEvent event = seen.poll(60, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    assertThat(event.type()).isEqualTo("chat.message");
    assertThat(event.data()).isEqualTo(Map.of("agentGroupId", "anna", "sessionId", "ses_0123456789abcdef",
        "conversationId", "ses_0123456789abcdef", "message",
        Map.of("id", "out_in_1", "conversationId", "ses_0123456789abcdef", "inReplyTo", "in_1", "content", "hello",
            "timestamp", "2026-01-02T03:04:05Z", "role", "agent")));
  }

  @Test
  void refusesWordsForAChatThatWouldNotShowThem() {
    assertThatThrownBy(() -> channel.deliver(delivery("out_2", "psst", false)))
        .isInstanceOf(IronclawException.class);
  }
}
