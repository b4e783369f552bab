package dev.ironclaw.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every channel must do. A channel's test extends it and says how to make one.
public abstract class ChannelContract {
  protected abstract Channel channel();

  protected static Channel.Delivery delivery(String id, String text, boolean toOrigin) {
    return new Channel.Delivery(new MessageId(id), new SessionId("ses_0123456789abcdef"), new AgentGroupId("anna"),
        Optional.of(new MessageId("in_1")), "anna", Optional.empty(), text, Instant.parse("2026-01-02T03:04:05Z"),
        toOrigin);
  }

  @Test
  void hasATypeThatCanStandBeforeAHandle() {
    assertThat(channel().type()).matches("[a-z0-9-]{1,32}");
  }

  @Test
  void namesWhatItSent() {
    assertThat(channel().deliver(delivery("out_1", "hello", true))).isNotBlank();
  }

  @Test
  void takesTheSameMessageAgainAfterACrash() {
    Channel channel = channel();
    channel.deliver(delivery("out_1", "hello", true));
    assertThatCode(() -> channel.deliver(delivery("out_1", "hello", true))).doesNotThrowAnyException();
  }

  @Test
  void carriesEveryTextAsItIs() {
    for (String text : new String[]{"", "a\nb", "\u0000", "😀 <b>&amp;</b>", "x".repeat(256 * 1024)}) {
      assertThatCode(() -> channel().deliver(delivery("out_1", text, true))).doesNotThrowAnyException();
    }
  }
}
