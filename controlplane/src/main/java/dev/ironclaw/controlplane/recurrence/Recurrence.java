package dev.ironclaw.controlplane.recurrence;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How something comes back. Written as `hourly`, `daily`, `weekly`, as an ISO 8601 duration (`PT90M`, `P2D`, `P1W`), or as
/// the five fields of cron.
///
/// Durations of hours, minutes and seconds are elapsed time. Days and weeks keep the time of day of the zone, cron's fields
/// name it; both by the rules of [LocalTimes]: skipped times run at the change of the clock, doubled ones once.
public sealed interface Recurrence {
  /// What a text must be, for refusals.
  String FORM = "hourly, daily, weekly, an ISO 8601 duration of at least one minute in whole seconds (PT90M, P2D, P1W), or five cron fields:"
      + " minute, hour, day of the month (L: the last), month (1-12, JAN-DEC), weekday (0-7, SUN-SAT), each of *, numbers,"
      + " ranges a-b, steps /n and lists a,b";
  /// Nothing comes back sooner.
  Duration SHORTEST = Duration.ofMinutes(1);
  /// Nothing comes back later, so that no sum leaves the calendar.
  Duration LONGEST = Duration.ofDays(3_660);

  /// The first time after `after`.
  ///
  /// @param anchor what elapsed time and days are counted from; itself no time of the rule
  Optional<Instant> next(Instant after, Instant anchor, ZoneId zone);

  /// In plain words, as the end of a sentence.
  String words();

  /// Whether [#next] depends on the anchor.
  boolean isCounted();

  /// Reads a rule; empty where it is none.
  static Optional<Recurrence> parse(String text) {
    return switch (text) {
      case "hourly" -> Optional.of(new Elapsed(Duration.ofHours(1)));
      case "daily" -> Optional.of(new Days(1));
      case "weekly" -> Optional.of(new Days(7));
      default -> text.startsWith("P") ? iso(text) : CronRule.parse(text).map(Cron::new);
    };
  }

  private static Optional<Recurrence> iso(String text) {
    try {
      if (text.contains("T")) {
        Duration every = Duration.parse(text);
        // Times are kept to the millisecond: a part of one would not be found again.
        return every.truncatedTo(ChronoUnit.SECONDS).equals(every) && every.compareTo(SHORTEST) >= 0
            && every.compareTo(LONGEST) <= 0
                ? Optional.of(new Elapsed(every))
                : Optional.empty();
      }
      Period period = Period.parse(text);
      long days = period.get(ChronoUnit.DAYS);
      return period.toTotalMonths() == 0 && days > 0 && days <= LONGEST.toDays()
          ? Optional.of(new Days((int) days))
          : Optional.empty();
    } catch (DateTimeException notOne) {
      // silent-ok: the caller refuses it with the form
      return Optional.empty();
    }
  }

  /// Elapsed time.
  record Elapsed(Duration every) implements Recurrence {
    @Override
    public Optional<Instant> next(Instant after, Instant anchor, ZoneId zone) {
      if (after.isBefore(anchor)) {
        return Optional.of(anchor.plus(every));
      }
      long steps = Duration.between(anchor, after).dividedBy(every);
      return Optional.of(anchor.plus(every.multipliedBy(steps + 1)));
    }

    @Override
    public String words() {
      if (every.equals(Duration.ofHours(1))) {
        return "every hour";
      }
      long minutes = every.toMinutes();
      return every.equals(Duration.ofMinutes(minutes))
          ? minutes == 1
              ? "every minute"
              : minutes % 60 == 0 ? "every " + minutes / 60 + " hours" : "every " + minutes + " minutes"
          : "every " + every.toSeconds() + " seconds";
    }

    @Override
    public boolean isCounted() {
      return true;
    }
  }

  /// So many days later at the same time of day.
  record Days(int every) implements Recurrence {
    @Override
    public Optional<Instant> next(Instant after, Instant anchor, ZoneId zone) {
      LocalDateTime first = LocalDateTime.ofInstant(anchor, zone);
      long passed = Math.max(0, ChronoUnit.DAYS.between(first, LocalDateTime.ofInstant(after, zone)));
      // One step back, for the clock may have been changed on the way.
      for (long step = Math.max(1, passed / every - 1);; step++) {
        Instant time = LocalTimes.instant(first.plusDays(step * every), zone);
        if (time.isAfter(after) && time.isAfter(anchor)) {
          return Optional.of(time);
        }
      }
    }

    @Override
    public String words() {
      return switch (every) {
        case 1 -> "every day at the same time";
        case 7 -> "every week at the same time";
        default -> "every " + every + " days at the same time";
      };
    }

    @Override
    public boolean isCounted() {
      return true;
    }
  }

  /// Cron's fields.
  record Cron(CronRule rule) implements Recurrence {
    @Override
    public Optional<Instant> next(Instant after, Instant anchor, ZoneId zone) {
      return rule.next(after, zone);
    }

    @Override
    public String words() {
      return CronWords.of(rule);
    }

    @Override
    public boolean isCounted() {
      return false;
    }
  }
}
