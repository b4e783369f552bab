package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Texts;
import java.time.Duration;
import java.time.Instant;

/// Times in a few words.
public final class Moments {
  private Moments() {}

  /// For example `5 min ago`.
  public static String ago(Instant then, Instant now, Texts texts) {
    return words(Duration.between(then, now), "shell.ago", texts);
  }

  /// For example `in 5 min`.
  public static String left(Instant end, Instant now, Texts texts) {
    return words(Duration.between(now, end), "shell.left", texts);
  }

  /// For example `5 min`.
  public static String span(Instant start, Instant now, Texts texts) {
    return words(Duration.between(start, now), "shell.span", texts);
  }

  private static String words(Duration time, String key, Texts texts) {
    long minutes = Math.max(0, time.toMinutes());
    if (minutes < 1) {
      return texts.of(key + ".now");
    }
    if (minutes < 60) {
      return texts.of(key + ".minutes", minutes);
    }
    return minutes < 48 * 60 ? texts.of(key + ".hours", minutes / 60) : texts.of(key + ".days", minutes / (24 * 60));
  }
}
