package dev.ironclaw.controlplane.recurrence;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One field of a cron rule: which numbers it lets through.
///
/// @param isAny it begins with `*`, which matters where a day can be chosen in two ways; `*/2` lets not every number through
/// @param last it says `L`, the last day of a month
record CronField(BitSet numbers, boolean isAny, boolean last) {
  private static final Pattern PART = Pattern
      .compile("(?:\\*|([0-9]{1,2}|[A-Za-z]{3})(?:-([0-9]{1,2}|[A-Za-z]{3}))?)(?:/([0-9]{1,2}))?");

  /// A field's numbers, and the words that stand for them.
  @SuppressWarnings("ImmutableEnumChecker") // The list is copied.
  enum Place {
    MINUTE(0, 59, List.of()), HOUR(0, 23, List.of()), DAY(1, 31, List.of()), MONTH(1, 12,
        List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")), WEEKDAY(0, 7,
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final int first;
    private final int last;
    private final List<String> words;

    Place(int first, int last, List<String> words) {
      this.first = first;
      this.last = last;
      this.words = List.copyOf(words);
    }

    private Optional<Integer> number(String text) {
      int word = words.indexOf(text.toUpperCase(Locale.ROOT));
      if (word >= 0) {
        return Optional.of(first + word);
      }
      if (!Character.isDigit(text.charAt(0))) {
        return Optional.empty();
      }
      int number = Integer.parseInt(text);
      return number >= first && number <= last ? Optional.of(number) : Optional.empty();
    }
  }

  static Optional<CronField> parse(String text, Place place) {
    BitSet numbers = new BitSet();
    boolean last = false;
    for (String part : text.split(",", -1)) {
      if (place == Place.DAY && part.equalsIgnoreCase("L")) {
        last = true;
      } else if (!add(part, place, numbers)) {
        return Optional.empty();
      }
    }
    if (place == Place.WEEKDAY && numbers.get(7)) {
      numbers.clear(7);
      numbers.set(0);
    }
    return Optional.of(new CronField(numbers, text.startsWith("*"), last));
  }

  private static boolean add(String text, Place place, BitSet numbers) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      return false;
    }
    boolean any = part.group(1) == null;
    Optional<Integer> from = any ? Optional.of(place.first) : place.number(part.group(1));
    // `5/10` goes on to the end, as `5-59/10` does.
    Optional<Integer> to = part.group(2) != null
        ? place.number(part.group(2))
        : any || part.group(3) != null ? Optional.of(place.last) : from;
    int step = part.group(3) == null ? 1 : Integer.parseInt(part.group(3));
    if (from.isEmpty() || to.isEmpty() || from.get() > to.get() || step == 0) {
      return false;
    }
    for (int number = from.get(); number <= to.get(); number += step) {
      numbers.set(number);
    }
    return true;
  }

  boolean has(int number) {
    return numbers.get(number);
  }
}
