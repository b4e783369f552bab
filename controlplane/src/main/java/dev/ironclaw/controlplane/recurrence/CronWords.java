package dev.ironclaw.controlplane.recurrence;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Cron's fields as people would say them; what can't be said shortly stays as it is.
final class CronWords {
  private static final int MOST = 4;

  private CronWords() {}

  static String of(CronRule rule) {
    boolean few = rule.minute().numbers().cardinality() == 1 && rule.hour().numbers().cardinality() <= MOST;
    boolean odd = (rule.month().numbers().cardinality() > MOST && !rule.month().isAny())
        || (rule.day().numbers().cardinality() > MOST && !everyDay(rule));
    if (odd || (!few && !everyHour(rule))) {
      return "whenever the rule \"" + rule.text() + "\" says (minute, hour, day, month, weekday)";
    }
    return days(rule) + (few ? " at " + times(rule) : " every hour at minute " + first(rule.minute()));
  }

  private static boolean everyHour(CronRule rule) {
    return rule.minute().numbers().cardinality() == 1 && rule.hour().numbers().cardinality() == 24;
  }

  private static int first(CronField field) {
    return field.numbers().nextSetBit(0);
  }

  private static String times(CronRule rule) {
    return list(rule.hour().numbers().stream()
        .mapToObj(hour -> String.format(Locale.ROOT, "%02d:%02d", hour, first(rule.minute()))).toList());
  }

  private static String days(CronRule rule) {
    List<String> days = new ArrayList<>();
    // Where neither says `*` one of them is enough, so that one with every day leaves nothing for the other to say.
    boolean either = !rule.day().isAny() && !rule.weekday().isAny();
    boolean always = either && (everyDay(rule) || everyWeekday(rule));
    if (!everyDay(rule) && !always) {
      List<String> named = new ArrayList<>();
      if (!rule.day().numbers().isEmpty()) {
        named.add("on day " + list(rule.day().numbers().stream().mapToObj(Integer::toString).toList()));
      }
      if (rule.day().last()) {
        named.add("on the last day");
      }
      days.add(list(named) + " of the month");
    }
    if (!everyWeekday(rule) && !always) {
      days.add("on " + weekdays(rule.weekday().numbers()));
    }
    String said = days.isEmpty() ? "every day" : String.join(either ? " or " : ", only ", days);
    return full(rule.month().numbers(), 12) ? said : said + " in " + months(rule.month().numbers());
  }

  private static boolean everyDay(CronRule rule) {
    return full(rule.day().numbers(), 31);
  }

  private static boolean everyWeekday(CronRule rule) {
    return full(rule.weekday().numbers(), 7);
  }

  private static boolean full(BitSet numbers, int count) {
    return numbers.cardinality() == count;
  }

  private static String weekdays(BitSet numbers) {
    return numbers.cardinality() == 5 && !numbers.get(0) && !numbers.get(6)
        ? "Monday to Friday"
        : list(List.of(1, 2, 3, 4, 5, 6, 0).stream().filter(numbers::get)
            .map(day -> DayOfWeek.of(day == 0 ? 7 : day).getDisplayName(TextStyle.FULL, Locale.ENGLISH)).toList());
  }

  private static String months(BitSet numbers) {
    return list(numbers.stream().mapToObj(month -> Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH))
        .toList());
  }

  private static String list(List<String> parts) {
    return parts.size() < 2
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }
}
