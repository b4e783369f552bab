package dev.ironclaw.controlplane.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times of one session's rows: strictly rising, whatever the system's clock does, because the order of the transcript
/// is the order of these times.
final class QueueClock {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
      .withZone(ZoneOffset.UTC);
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Clock clock;
  private Instant latest;

  /// @param latest time of the newest row that exists
  QueueClock(Clock clock, Instant latest) {
    this.clock = clock;
    this.latest = latest;
  }

  synchronized Instant next() {
    Instant now = clock.instant();
    latest = now.isAfter(latest) ? now : latest.plusNanos(1);
    return latest;
  }

  Instant now() {
    return clock.instant();
  }

  /// RFC 3339 UTC, always 30 characters, so that text compares as time does; a time outside years 0 to 9999 becomes the
  /// nearest inside.
  static String text(Instant instant) {
    return FORM.format(instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant);
  }
}
