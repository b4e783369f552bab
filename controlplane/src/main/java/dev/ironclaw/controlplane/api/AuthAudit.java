package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Records refused callers: the first at once, then at most one entry a minute with the count of those between, so that
/// nobody without a token can fill the log or slow it down.
final class AuthAudit {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Consumer<AuditEvent> log;
  private final InstantSource clock;
  private final AtomicReference<Seen> seen = new AtomicReference<>(new Seen(Instant.MIN, 0));

  AuthAudit(AuditLog log, InstantSource clock) {
    this(log::recordBestEffort, clock);
  }

  AuthAudit(Consumer<AuditEvent> log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// @param why `token` for a wrong or missing token, `origin` for a web page's call
  void refused(String why, String remote) {
    Instant now = clock.instant();
    Seen before = seen.getAndUpdate(s -> s.isOver(now) ? new Seen(now, 0) : new Seen(s.recorded, s.since + 1));
    if (before.isOver(now)) {
      String others = before.since == 0 ? "" : "; " + before.since + " more since the last such entry";
      log.accept(new AuditEvent("auth", "", why, "anonymous", "refused a caller from " + remote + others));
    }
  }

  private record Seen(Instant recorded, long since) {
    boolean isOver(Instant now) {
      return recorded.equals(Instant.MIN) || Duration.between(recorded, now).abs().compareTo(WINDOW) >= 0;
    }
  }
}
