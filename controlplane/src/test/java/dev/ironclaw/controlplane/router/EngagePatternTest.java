package dev.ironclaw.controlplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EngagePatternTest {
  private final EngagePattern patterns = new EngagePattern();

  @Test
  void takesADotForEverything() {
    assertThat(patterns.matches(".", "")).isTrue();
    assertThat(patterns.matches(".", "\n")).isTrue();
  }

  @Test
  void looksAnywhereInTheText() {
    assertThat(patterns.matches("(?i)^hey\\b", "Hey you")).isTrue();
    assertThat(patterns.matches("^hey", "oh hey")).isFalse();
    assertThat(patterns.matches("bot", "a robot!")).isTrue();
    assertThat(patterns.matches("^[0-9]{4}-[0-9]{2}$", "2026-01")).isTrue();
  }

  @Test
  void neverEngagesOnWhatDoesNotParse() {
    assertThat(patterns.matches("(", "(")).isFalse();
    assertThat(patterns.matches("a(?=b)", "ab")).isFalse();
    assertThat(patterns.matches("(a)\\1", "aa")).isFalse();
  }

  @Test
  void looksNoFurtherThanTheCap() {
    assertThat(patterns.matches("needle", "x".repeat(EngagePattern.MAX_TEXT) + "needle")).isFalse();
    assertThat(patterns.matches("needle", "x".repeat(EngagePattern.MAX_TEXT - 6) + "needle")).isTrue();
  }

  /// Each of these takes a backtracking engine, or RE2 without the weight limit, minutes or all memory.
  @Test
  @Timeout(60)
  void isDoneSoonWithPatternsAndTextsMadeToHurt() {
    String text = "a".repeat(EngagePattern.MAX_TEXT);
    long start = System.nanoTime();
    for (String pattern : new String[]{"(a+)+$", "(a|aa)+b", "(a*)*b", "((a{100}){100}){100}",
        "((((a{30}){30}){30}){30}){30}", "(a{1000}){1000}", "a{99999999999999}", "(x+x+)+y"}) {
      patterns.matches(pattern, text);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(patterns.matches("((a{100}){100}){100}", "a")).isFalse();
  }
}
