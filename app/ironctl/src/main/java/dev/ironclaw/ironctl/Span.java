package dev.ironclaw.ironctl;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as people type it: `30d`, `12h`, `15m`, `90s`.
final class Span {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])", Pattern.CASE_INSENSITIVE);

  private Span() {}

  /// Reads one.
  ///
  /// @param option for the error
  /// @throws CommandFailure for anything else
  static Duration parse(String option, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new CommandFailure(ExitCode.USAGE, option + ": '" + text + "' is not a time such as 30d, 12h, 15m or 90s");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2).toLowerCase(Locale.ROOT)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
  }
}
