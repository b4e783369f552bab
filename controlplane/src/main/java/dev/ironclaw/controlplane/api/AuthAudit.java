package dev.ironclaw.controlplane.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Records refused callers: the first of a kind at once, then at most one entry a minute with the count of those
/// between, so that nobody can fill the log or slow it down. Who has no token is of one kind for each reason; who has one
/// is of one kind for each route.
final class AuthAudit {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_KINDS = 10_000;

  private final Consumer<AuditEvent> log;
  private final InstantSource clock;
  private final Cache<String, AtomicReference<Seen>> kinds = Caffeine.newBuilder().maximumSize(MAX_KINDS).build();

  AuthAudit(AuditLog log, InstantSource clock) {
    this(log::recordBestEffort, clock);
  }

  AuthAudit(Consumer<AuditEvent> log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// @param why `token` for a wrong or missing token, `origin` for a web page's call
  void refused(String why, String remote) {
    record(why, new AuditEvent("auth", "", why, "anonymous", "refused a caller from " + remote));
  }

  /// A token that is not good any more.
  ///
  /// @param why `revoked` or `expired`
  void refusedOld(String why, String actor, String token, String remote) {
    record(why + " " + token, new AuditEvent("auth", token, why, actor, "refused a caller from " + remote));
  }

  /// A token without the scope that a route needs.
  ///
  /// @param route method and path template
  void refusedScope(String scope, String actor, String token, String route) {
    record(actor + " " + route,
        new AuditEvent("auth", token, "scope", actor, "refused " + route + ": it needs the scope "
            + scope));
  }

  private void record(String kind, AuditEvent event) {
    Instant now = clock.instant();
    Seen before = kinds.get(kind, _ -> new AtomicReference<>(new Seen(Instant.MIN, 0)))
        .getAndUpdate(s -> s.isOver(now) ? new Seen(now, 0) : new Seen(s.recorded, s.since + 1));
    if (before.isOver(now)) {
      String others = before.since == 0 ? "" : "; " + before.since + " more since the last such entry";
      log.accept(new AuditEvent(event.stage(), event.subject(), event.kind(), event.actor(), event.detail() + others));
    }
  }

  private record Seen(Instant recorded, long since) {
    boolean isOver(Instant now) {
      return recorded.equals(Instant.MIN) || Duration.between(recorded, now).abs().compareTo(WINDOW) >= 0;
    }
  }
}
