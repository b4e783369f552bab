package dev.ironclaw.controlplane.registry;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/// Which engage patterns may be run on what strangers write (RE2, no backtracking).
///
/// A counted repetition multiplies RE2's program, so a pattern whose length times its counts passes a limit is as invalid
/// as one that does not parse. Measured: weight 1,000 takes under a second on the longest text, while
/// `((a{100}){100}){100}` took 24 s and more nesting all memory.
public final class EngageRule {
  private static final long MAX_WEIGHT = 1_000;
  private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{(\\d*)(?:,(\\d*))?}");

  private EngageRule() {}

  /// Empty for a pattern that must never be run.
  public static Optional<Pattern> compile(String pattern) {
    if (weight(pattern) > MAX_WEIGHT) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(pattern));
    } catch (PatternSyntaxException invalid) {
      // silent-ok: an invalid pattern never engages, as documented
      return Optional.empty();
    }
  }

  private static long weight(String pattern) {
    long weight = pattern.length();
    for (MatchResult count : COUNT.matcher(pattern).results().toList()) {
      weight *= Math.max(1, Math.max(number(count.group(1)), number(count.group(2))));
      if (weight > MAX_WEIGHT) {
        return weight;
      }
    }
    return weight;
  }

  /// RE2 refuses counts above 1,000 itself; so many digits only must not overflow.
  private static long number(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 1 : digits.length() > 4 ? MAX_WEIGHT + 1 : Long.parseLong(digits);
  }
}
