package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How requests ended: of each agent [#PER_HOUR] in an hour have entries of their own, the others are counted, and the next
/// entry says how many. That they left is in the log in any case.
///
/// Threading: any thread.
final class EgressEnds {
  static final int PER_HOUR = 60;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Consumer<AuditEvent> log;
  private final Clock clock;
  private final Map<AgentGroupId, Window> windows = new HashMap<>();

  EgressEnds(Consumer<AuditEvent> log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /// One agent's hour; what is counted goes on into the next.
  private static final class Window {
    private Instant start;
    private int entered;
    private long counted;
    private AuditEvent last;

    Window(Instant start, AuditEvent last) {
      this.start = start;
      this.last = last;
    }
  }

  void ended(AgentGroupId agent, AuditEvent entry) {
    AuditEvent told;
    synchronized (windows) {
      Instant now = clock.instant();
      Window window = windows.computeIfAbsent(agent, _ -> new Window(now, entry));
      window.last = entry;
      if (now.isBefore(window.start) || !now.isBefore(window.start.plus(HOUR))) {
        window.start = now;
        window.entered = 0;
      }
      if (window.entered >= PER_HOUR) {
        window.counted++;
        return;
      }
      window.entered++;
      told = with(entry, window.counted);
      window.counted = 0;
    }
    log.accept(told);
  }

  private static AuditEvent with(AuditEvent entry, long counted) {
    return counted == 0
        ? entry
        : new AuditEvent(entry.stage(), entry.subject(), entry.kind(), entry.actor(),
            entry.detail() + "; before it " + counted + (counted == 1 ? " end" : " ends") + " without an entry",
            entry.agent());
  }

  /// Records the counts that are left, each with the last end.
  void close() {
    List<AuditEvent> rest;
    synchronized (windows) {
      rest = windows.values().stream().filter(window -> window.counted > 0)
          .map(window -> with(window.last, window.counted - 1)).toList();
      windows.clear();
    }
    rest.forEach(log);
  }
}
