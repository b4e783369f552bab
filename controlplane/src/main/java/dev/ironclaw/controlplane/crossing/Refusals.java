package dev.ironclaw.controlplane.crossing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Tells the listener of one peer's refusals, at most once a second for each door and status, so that a hostile peer
/// can't flood the audit log; how many were left out is told with the next one, or at the end.
///
/// Threading: any thread.
public final class Refusals {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Listener listener;
  private final Clock clock;
  /// Few: doors and statuses are the server's own words.
  private final Map<Reason, Seen> seen = new HashMap<>();

  private record Reason(String door, int status) {}

  private record Seen(Instant told, long leftOut) {}

  /// Hears of refusals. Must hand on and return.
  @FunctionalInterface
  public interface Listener {
    /// A door said no.
    ///
    /// @param times how many of them this stands for
    void refused(String door, int status, String why, long times);
  }

  public Refusals(Listener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /// Counts one, and tells of it where none was told this second.
  ///
  /// @param why plain words, without a peer's own
  public void refused(String door, int status, String why) {
    Instant now = clock.instant();
    Reason reason = new Reason(door, status);
    long leftOut;
    synchronized (this) {
      Seen last = seen.get(reason);
      // A clock that was set back must not silence a peer for ever.
      if (last != null && !now.isBefore(last.told()) && now.isBefore(last.told().plus(WINDOW))) {
        seen.put(reason, new Seen(last.told(), last.leftOut() + 1));
        return;
      }
      leftOut = last == null ? 0 : last.leftOut();
      seen.put(reason, new Seen(now, 0));
    }
    listener.refused(door, status, leftOut == 0 ? why : why + " (and " + leftOut + " more like it)",
        1 + leftOut);
  }

  /// Tells what was left out.
  public void close() {
    Map<Reason, Seen> rest;
    synchronized (this) {
      rest = Map.copyOf(seen);
      seen.clear();
    }
    rest.forEach((reason, last) -> {
      if (last.leftOut() > 0) {
        listener.refused(reason.door(), reason.status(), last.leftOut() + " more like it before the end",
            last.leftOut());
      }
    });
  }
}
