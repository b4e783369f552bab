package dev.ironclaw.desktop.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which entries are looked for; what is empty fits everything.
///
/// @param words that all stand in an entry
/// @param first with [Span#BETWEEN], the first day; empty for the beginning
/// @param last with [Span#BETWEEN], the last day; empty for today
public record AuditFilter(String words, Span span, Optional<LocalDate> first, Optional<LocalDate> last, String agent,
    String stage, String kind, String actor, String subject) {
  public static final AuditFilter ALL = new AuditFilter("", Span.ALWAYS, Optional.empty(), Optional.empty(), "", "", "",
      "", "");

  /// How far back.
  public enum Span {
    ALWAYS, HOUR, TODAY, WEEK, MONTH, BETWEEN
  }

  public AuditFilter withWords(String now) {
    return new AuditFilter(now, span, first, last, agent, stage, kind, actor, subject);
  }

  public AuditFilter withSpan(Span now) {
    return new AuditFilter(words, now, first, last, agent, stage, kind, actor, subject);
  }

  public AuditFilter withDays(Optional<LocalDate> from, Optional<LocalDate> to) {
    return new AuditFilter(words, Span.BETWEEN, from, to, agent, stage, kind, actor, subject);
  }

  public AuditFilter withAgent(String now) {
    return new AuditFilter(words, span, first, last, now, stage, kind, actor, subject);
  }

  public AuditFilter withStage(String now) {
    return new AuditFilter(words, span, first, last, agent, now, kind, actor, subject);
  }

  public AuditFilter withKind(String now) {
    return new AuditFilter(words, span, first, last, agent, stage, now, actor, subject);
  }

  public AuditFilter withActor(String now) {
    return new AuditFilter(words, span, first, last, agent, stage, kind, now, subject);
  }

  public AuditFilter withSubject(String now) {
    return new AuditFilter(words, span, first, last, agent, stage, kind, actor, now);
  }

  public boolean isAll() {
    return equals(ALL);
  }

  /// Whether it asks for what stands behind the further fields.
  public boolean goesFurther() {
    return !(kind + actor + subject).isBlank();
  }

  /// Query parameters of the API.
  Map<String, String> parameters(Instant now, ZoneId zone) {
    Map<String, String> parameters = new LinkedHashMap<>();
    times(now, zone, parameters);
    put(parameters, "agent", agent);
    put(parameters, "stage", stage);
    put(parameters, "kind", kind);
    put(parameters, "subject", subject);
    put(parameters, "actor", actor);
    put(parameters, "text", words);
    return parameters;
  }

  private void times(Instant now, ZoneId zone, Map<String, String> parameters) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    switch (span) {
      case ALWAYS -> {
      }
      case HOUR -> parameters.put("from", now.minus(Duration.ofHours(1)).toString());
      case TODAY -> parameters.put("from", start(today, zone));
      case WEEK -> parameters.put("from", start(today.minusDays(6), zone));
      case MONTH -> parameters.put("from", start(today.minusDays(29), zone));
      case BETWEEN -> {
        first.ifPresent(day -> parameters.put("from", start(day, zone)));
        last.ifPresent(day -> parameters.put("to", start(day.plusDays(1), zone)));
      }
    }
  }

  private static String start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant().toString();
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    if (!value.isBlank()) {
      parameters.put(name, value.strip());
    }
  }
}
