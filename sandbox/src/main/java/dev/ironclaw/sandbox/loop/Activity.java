package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import java.io.IOException;
import java.util.Optional;

/// What the agent is doing, told to the host as a heartbeat: every 15 s in a turn, every 60 s between turns.
/// Threading: the loop says what it does; the heartbeat thread runs [#beat] for ever and is never waited for.
final class Activity {
  /// Tools only touch files and the host, so one bound fits all.
  private static final long TOOL_MILLIS = 60_000;
  private static final long TURN_MILLIS = BoxApi.HEARTBEAT_SECONDS * 1000L;
  private static final Heartbeat IDLE = new Heartbeat(Optional.empty(), Optional.empty(), 0);

  private final BoxClient host;
  private Heartbeat now = IDLE;
  private boolean waitsLong;

  Activity(BoxClient host) {
    this.host = host;
  }

  synchronized void turn(MessageId inbound) {
    now = new Heartbeat(Optional.of(inbound), Optional.empty(), 0);
    if (waitsLong) {
      notifyAll();
    }
  }

  synchronized void tool(MessageId inbound, String name) {
    now = new Heartbeat(Optional.of(inbound), Optional.of(name), TOOL_MILLIS);
  }

  synchronized void idle() {
    now = IDLE;
  }

  /// Never returns until interrupted.
  void beat() {
    try {
      while (true) {
        send(next());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// A turn that begins shortens the wait of an idle box.
  private synchronized Heartbeat next() throws InterruptedException {
    long start = System.nanoTime();
    long left = TURN_MILLIS;
    while (left > 0) {
      waitsLong = left > TURN_MILLIS;
      wait(left);
      long interval = now.turn().isPresent() ? TURN_MILLIS : 4 * TURN_MILLIS;
      left = interval - (System.nanoTime() - start) / 1_000_000;
    }
    return now;
  }

  private void send(Heartbeat beat) {
    try {
      host.heartbeat(beat);
    } catch (IOException lost) {
      // silent-ok: the next one follows; a host that is gone ends the box elsewhere
    }
  }
}
