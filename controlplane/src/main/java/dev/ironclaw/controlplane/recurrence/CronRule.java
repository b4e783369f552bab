package dev.ironclaw.controlplane.recurrence;

import dev.ironclaw.controlplane.recurrence.CronField.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/// Five cron fields. As everywhere, a day is one that both day fields let through, but where neither says `*` one of them
/// is enough. Not supported: seconds, years, `@daily`, `?`, `W`, `#`, `L` of a weekday, and ranges over the end (`FRI-MON`).
record CronRule(String text, CronField minute, CronField hour, CronField day, CronField month, CronField weekday) {
  /// February 29 is at most eight years away.
  private static final int FARTHEST_DAYS = 9 * 366;

  /// Empty where it is none, or where no day of any year is one of its days.
  static Optional<CronRule> parse(String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length != Place.values().length) {
      return Optional.empty();
    }
    Optional<CronField> minute = CronField.parse(fields[0], Place.MINUTE);
    Optional<CronField> hour = CronField.parse(fields[1], Place.HOUR);
    Optional<CronField> day = CronField.parse(fields[2], Place.DAY);
    Optional<CronField> month = CronField.parse(fields[3], Place.MONTH);
    Optional<CronField> weekday = CronField.parse(fields[4], Place.WEEKDAY);
    if (minute.isEmpty() || hour.isEmpty() || day.isEmpty() || month.isEmpty() || weekday.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new CronRule(text, minute.get(), hour.get(), day.get(), month.get(), weekday.get()))
        .filter(rule -> rule.nextDay(LocalDate.of(2000, 1, 1)).isPresent());
  }

  Optional<Instant> next(Instant after, ZoneId zone) {
    Optional<LocalDate> date = nextDay(LocalDate.ofInstant(after, zone));
    while (date.isPresent()) {
      Optional<Instant> time = on(date.get(), after, zone);
      if (time.isPresent()) {
        return time;
      }
      date = nextDay(date.get().plusDays(1));
    }
    return Optional.empty();
  }

  private Optional<Instant> on(LocalDate date, Instant after, ZoneId zone) {
    for (int h = hour.numbers().nextSetBit(0); h >= 0; h = hour.numbers().nextSetBit(h + 1)) {
      for (int m = minute.numbers().nextSetBit(0); m >= 0; m = minute.numbers().nextSetBit(m + 1)) {
        Instant time = LocalTimes.instant(LocalDateTime.of(date, LocalTime.of(h, m)), zone);
        if (time.isAfter(after)) {
          return Optional.of(time);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDate> nextDay(LocalDate from) {
    LocalDate date = from;
    for (int n = 0; n < FARTHEST_DAYS; n++) {
      if (month.has(date.getMonthValue()) && isDay(date)) {
        return Optional.of(date);
      }
      date = date.plusDays(1);
    }
    return Optional.empty();
  }

  private boolean isDay(LocalDate date) {
    boolean inMonth = day.has(date.getDayOfMonth()) || (day.last() && date.getDayOfMonth() == date.lengthOfMonth());
    boolean inWeek = weekday.has(date.getDayOfWeek().getValue() % 7);
    return (day.isAny() || weekday.isAny()) ? (inMonth && inWeek) : (inMonth || inWeek);
  }
}
