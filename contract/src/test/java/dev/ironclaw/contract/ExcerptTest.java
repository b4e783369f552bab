package dev.ironclaw.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void leavesWhatFitsAsItIs() {
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.start("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.of("", 1)).isEmpty();
  }

  @Test
  void saysThatThereIsMore() {
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc…");
    assertThat(Excerpt.start("abcd", 3)).isEqualTo("abc");
  }

  @Test
  void neverSplitsACharacter() {
    assertThat(Excerpt.of("ab😀d", 3)).isEqualTo("ab…");
    assertThat(Excerpt.of("ab😀d", 4)).isEqualTo("ab😀…");
    assertThat(Excerpt.start("😀", 1)).isEmpty();
  }
}
