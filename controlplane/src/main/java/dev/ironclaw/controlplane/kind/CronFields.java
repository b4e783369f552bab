package dev.ironclaw.controlplane.kind;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which texts say when something comes back.
final class CronFields {
  private static final Set<String> WORDS = Set.of("hourly", "daily", "weekly");
  private static final Pattern PART = Pattern.compile("(?:\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?");
  private static final List<Range> RANGES = List.of(new Range(0, 59), new Range(0, 23), new Range(1, 31),
      new Range(1, 12), new Range(0, 7));

  private CronFields() {}

  private record Range(int first, int last) {
    boolean holds(String digits) {
      int number = Integer.parseInt(digits);
      return number >= first && number <= last;
    }
  }

  static boolean isOne(String text) {
    if (WORDS.contains(text)) {
      return true;
    }
    String[] fields = text.split(" ", -1);
    if (fields.length != RANGES.size()) {
      return false;
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",", -1)) {
        if (!fits(part, RANGES.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean fits(String text, Range range) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      return false;
    }
    String first = part.group(1);
    String last = part.group(2);
    String step = part.group(3);
    return (first == null || range.holds(first))
        && (last == null || (range.holds(last) && Integer.parseInt(first) <= Integer.parseInt(last)))
        && (step == null || Integer.parseInt(step) > 0);
  }
}
