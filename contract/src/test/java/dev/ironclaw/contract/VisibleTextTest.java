package dev.ironclaw.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisibleTextTest {
  /// First and last of each range that Unicode 16 lists as Default_Ignorable_Code_Point.
  private static final int[][] IGNORABLE = {{0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160},
      {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
      {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
      {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

  @Test
  void leavesWordsOfEveryLanguageAlone() {
    for (String text : List.of("Grüße, 世界 😀🦊", "שלום, نص", "नमस्ते", "한국어", "ថ្ងៃ", "ᠮᠣᠩᠭᠣᠯ", "⠓⠊", "e\u0301")) {
      assertThat(VisibleText.line(text)).isEqualTo(text);
    }
  }

  @Test
  void showsEveryControlCharacter() {
    IntStream.concat(IntStream.rangeClosed(0, 0x1F), IntStream.rangeClosed(0x7F, 0x9F))
        .filter(c -> c != '\n' && c != '\t').forEach(VisibleTextTest::isShown);
  }

  @Test
  void showsWhateverUnicodeSaysToDrawAsNothing() {
    for (int[] range : IGNORABLE) {
      IntStream.rangeClosed(range[0], range[1]).forEach(VisibleTextTest::isShown);
    }
  }

  @Test
  void showsBlanksThatAreNotTheSpace() {
    IntStream.of(0xA0, 0x1680, 0x2000, 0x2003, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x2800, 0x3000, 0xFFFC, 0x16FE4,
        0x13441, 0x13442, 0x1D159).forEach(VisibleTextTest::isShown);
  }

  @Test
  void showsWhatHasNoAgreedShape() {
    IntStream.of(0xD800, 0xDFFF, 0xE000, 0xF8FF, 0x378, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF, 0xF0000, 0x10FFFD, 0x10FFFF)
        .forEach(VisibleTextTest::isShown);
  }

  @Test
  void keepsLineBreaksOnlyInTexts() {
    assertThat(VisibleText.text("a\nb\tc")).isEqualTo("a\nb\tc");
    assertThat(VisibleText.line("a\nb\tc")).isEqualTo("a⟨U+000A⟩b⟨U+0009⟩c");
    assertThat(VisibleText.text("a\r\u001B[2Jb")).isEqualTo("a⟨U+000D⟩⟨U+001B⟩[2Jb");
  }

  @Test
  void cutsWhatGoesIntoAnErrorMessage() {
    assertThat(VisibleText.brief("a".repeat(64))).isEqualTo("a".repeat(64));
    assertThat(VisibleText.brief("\n" + "a".repeat(64))).isEqualTo("⟨U+000A⟩" + "a".repeat(63) + "…");
  }

  private static void isShown(int c) {
    String hidden = "a" + Character.toString(c) + "b";
    String shown = "a⟨U+%04X⟩b".formatted(c);
    assertThat(VisibleText.text(hidden)).isEqualTo(shown);
    assertThat(VisibleText.line(hidden)).isEqualTo(shown);
  }
}
