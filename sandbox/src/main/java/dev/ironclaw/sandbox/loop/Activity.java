package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// What the agent is doing, told to the host as a heartbeat: every 15 s in a turn, every 60 s between turns.
/// A box without a session is silent: the host would refuse it.
/// Threading: the loop says what it does; the heartbeat thread runs [#beat] for ever and is never waited for.
final class Activity {
  /// The host's own limit of a call, and room for files.
  private static final long TOOL_MILLIS = 1_000L * BoxApi.TOOL_CALL_SECONDS + 30_000;
  private static final Heartbeat IDLE = new Heartbeat(Optional.empty(), Optional.empty(), 0);

  private final BoxClient host;
  private final long turnMillis;
  private Heartbeat now = IDLE;
  private boolean waitsLong;
  private boolean bound;

  Activity(BoxClient host) {
    this(host, Duration.ofSeconds(BoxApi.HEARTBEAT_SECONDS));
  }

  /// @param inTurn time between two beats in a turn; four times that between turns
  Activity(BoxClient host, Duration inTurn) {
    this.host = host;
    this.turnMillis = inTurn.toMillis();
  }

  synchronized void bound() {
    bound = true;
    notifyAll();
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
      awaitBound();
      while (true) {
        send(next());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitBound() throws InterruptedException {
    while (!bound) {
      wait();
    }
  }

  /// A turn that begins shortens the wait of an idle box.
  private synchronized Heartbeat next() throws InterruptedException {
    long start = System.nanoTime();
    long left = turnMillis;
    while (left > 0) {
      waitsLong = left > turnMillis;
      wait(left);
      long interval = now.turn().isPresent() ? turnMillis : 4 * turnMillis;
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
