package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at every byte once for the first two characters of a pattern, and only there at the patterns. Linear in the
/// text. Immutable.
final class Scanner {
  /// One bit for each pair of bytes that begins a pattern.
  private final long[] pairs = new long[65_536 / 64];
  private final Map<Integer, List<LeakPattern>> rows = new HashMap<>();
  private final int longestKnown;

  Scanner(List<LeakPattern> patterns) {
    for (LeakPattern pattern : patterns) {
      for (String start : pattern.starts()) {
        byte[] two = start.getBytes(StandardCharsets.UTF_8);
        int pair = pair(two[0], two[1]);
        pairs[pair >> 6] |= 1L << pair;
        rows.computeIfAbsent(pair, _ -> new ArrayList<>()).add(pattern);
      }
    }
    longestKnown = patterns.stream()
        .mapToInt(pattern -> pattern.form() instanceof KnownForm form ? form.length() : 0).max().orElse(0);
  }

  private static int pair(byte first, byte second) {
    return ((first & 0xff) << 8) | (second & 0xff);
  }

  /// The longest that is looked for by its value and not by what it looks like, in bytes.
  int longestKnown() {
    return longestKnown;
  }

  /// Where from a text is to be kept until more of it is there, and what ends at the end of what is there.
  ///
  /// @param hold no less than the limit, unless a form that everybody may know is not at its end
  /// @param open whose secret may go on with the next byte, and is to be taken out
  record Seen(int hold, @Nullable Form open) {}

  /// A text that is whole.
  ///
  /// @param from bytes before it are looked at for what stands before a secret
  /// @param found gets what is found, in order and without overlap
  void scan(byte[] text, int from, int to, List<Finding> found) {
    scan(text, from, to, to, true, found);
  }

  /// @param from bytes before it are looked at for what stands before a secret
  /// @param limit what begins here or later is left for the next time
  /// @param whole whether nothing follows
  /// @param found gets what is found, in order and without overlap
  Seen scan(byte[] text, int from, int limit, int to, boolean whole, List<Finding> found) {
    int i = from;
    while (i < Math.min(limit, to - 1)) {
      int pair = pair(text[i], text[i + 1]);
      if ((pairs[pair >> 6] & 1L << pair) == 0) {
        i++;
        continue;
      }
      Best best = best(rows.getOrDefault(pair, List.of()), text, i, to, whole);
      if (best.finding != null) {
        if (best.finding.to() > limit && best.finding.to() < to && !whole) {
          return new Seen(i, null); // With what follows it may be a longer one.
        }
        found.add(best.finding);
        i = best.finding.to();
        if (i == to && !whole) {
          return new Seen(to, best.open);
        }
      } else if (best.more) {
        return new Seen(i, null);
      } else {
        i++;
      }
    }
    return new Seen(Math.max(i, limit), null);
  }

  private static final class Best {
    private @Nullable Finding finding;
    private @Nullable Form open;
    private boolean more;
  }

  private static Best best(List<LeakPattern> patterns, byte[] text, int from, int to, boolean whole) {
    Best best = new Best();
    for (LeakPattern pattern : patterns) {
      if (pattern.bounded() && isInside(text, from)) {
        continue;
      }
      int end = pattern.form().end(text, from, to, whole);
      best.more |= end == Form.MORE;
      if (end > from && (best.finding == null || end > best.finding.to())) {
        best.finding = new Finding(pattern.name(), pattern.action(),
            pattern.form().secret(text, from, end), end);
        best.open = pattern.action() == LeakAction.WARN ? null : pattern.form();
      }
    }
    return best;
  }

  /// Whether what begins here is only a part of a longer word. An escape before it is none of its letters.
  private static boolean isInside(byte[] text, int from) {
    if (from == 0 || !Alphabet.URL_SAFE.has(text[from - 1])) {
      return false;
    }
    return !((from >= 2 && text[from - 2] == '\\') || (from >= 3 && text[from - 3] == '%')
        || (from >= 6 && text[from - 6] == '\\' && text[from - 5] == 'u'));
  }
}
