package dev.ironclaw.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.channel.testing.FakeChannel;
import java.util.List;
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
}
