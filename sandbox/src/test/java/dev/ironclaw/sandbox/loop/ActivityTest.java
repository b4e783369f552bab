package dev.ironclaw.sandbox.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import dev.ironclaw.sandbox.tool.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ActivityTest {
  private static final Heartbeat IDLE = new Heartbeat(Optional.empty(), Optional.empty(), 0);

  private final FakeBoxClient host = new FakeBoxClient(new FakeSession());
  private final Activity activity = new Activity(host, Duration.ofMillis(1));
  private final AgentLoop loop = new AgentLoop(host, List.of(), new ToolRegistry(List.of()), activity);
  private final Thread heart = new Thread(loop.heartbeats(), "heartbeats");

  @AfterEach
  void stop() throws InterruptedException {
    heart.interrupt();
    heart.join();
  }

  @Test
  void isSilentWhileTheBoxHasNoSession() {
    heart.start();
    // Either it waits without end, or it beats after a millisecond.
    while (heart.getState() != Thread.State.WAITING && host.beats.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(host.beats).isEmpty();
  }

  @Test
  void beatsOnWhileABoundBoxIsIdle() throws InterruptedException {
    heart.start();
    Thread agent = new Thread(this::live, "agent");
    agent.start();
    loop.events().accept(
        new BoxEvent.Bound(new SessionId("ses_0123456789abcdef"), FakeSession.config(List.of())));
    for (int beat = 0; beat < 3; beat++) {
      assertThat(host.beats.poll(60, TimeUnit.SECONDS)).isEqualTo(IDLE);
    }
    loop.events().accept(new BoxEvent.Stop("done"));
    agent.join();
  }

  @Test
  void tellsTheTurnThatItIsIn() throws InterruptedException {
    MessageId inbound = new MessageId("in_1");
    activity.bound();
    activity.turn(inbound);
    activity.tool(inbound, "read_file");
    heart.start();
    assertThat(host.beats.poll(60, TimeUnit.SECONDS))
        .isEqualTo(new Heartbeat(Optional.of(inbound), Optional.of("read_file"), 150_000));
  }

  private void live() {
    try {
      loop.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
