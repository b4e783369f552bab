package dev.ironclaw.controlplane.channel;

import dev.ironclaw.controlplane.channel.testing.FakeChannel;

final class FakeChannelTest extends ChannelContract {
  private final FakeChannel channel = new FakeChannel("fake");

  @Override
  protected Channel channel() {
    return channel;
  }
}
