package dev.ironclaw.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.channel.testing.FakeChannel;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChannelRegistryTest {
  @Test
  void findsAChannelByItsType() {
    FakeChannel slack = new FakeChannel("slack");
    ChannelRegistry channels = new ChannelRegistry(List.of(slack, new FakeChannel("irc")));
    assertThat(channels.find("slack")).containsSame(slack);
    assertThat(channels.find("Slack")).isEmpty();
  }

  @Test
  void refusesTwoChannelsOfOneType() {
    assertThatThrownBy(() -> new ChannelRegistry(List.of(new FakeChannel("irc"), new FakeChannel("irc"))))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
  }

  @Test
  void takesSecretsOutOfWhatLeavesThisMachineAndLeavesATranscriptAsItIs() {
    String token = "gh" + "p_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6";
    FakeChannel slack = new FakeChannel("slack");
    Channel chat = new WebChatChannel(new EventHub(new Random(1)));
    ChannelRegistry channels = new ChannelRegistry(List.of(slack, chat), new Leaks(LeakListener.NOBODY)::redact);
    Channel.Delivery delivery = new Channel.Delivery(new MessageId("msg_1"), new SessionId("ses_0123456789abcdef"),
        new AgentGroupId("anna"), Optional.empty(), "C1", Optional.empty(), "use " + token + " now", Instant.EPOCH,
        true);

    assertThat(channels.fit(slack, delivery)).isEqualTo(delivery.withText("use [REDACTED] now"));
    assertThat(channels.fit(chat, delivery)).isEqualTo(delivery);
  }
}
