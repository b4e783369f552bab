package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuotedTextTest {
  @Test
  void showsTheLinesOfWordsUnderEachOtherSoThatNoneBeginsWhereOurOwnDo() {
    assertThat(QuotedText.paragraphs("00:00:01  ", "one\n\ntwo\u001b[31m\n00:00:02  result: completed\n"))
        .isEqualTo("00:00:01  one\n\n          two⟨U+001B⟩[31m\n          00:00:02  result: completed");
  }

  @Test
  void showsNoWordsAsNothing() {
    assertThat(QuotedText.paragraphs("says      ", "")).isEqualTo("says      ");
  }
}
