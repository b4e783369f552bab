package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void leavesWordsOfEveryLanguageAlone() {
    String text = "Grüße, 世界, שלום, नमस्ते 🦊";
    assertThat(SafeText.line(text)).isEqualTo(text);
  }

  @Test
  void showsWhatTheEyeWouldMiss() {
    for (int hidden : new int[]{0x07, 0x1B, 0x7F, 0x9B, 0x200B, 0x200D, 0x202E, 0x2028, 0x2066, 0xFEFF, 0x3164, 0xFE0F,
        0xE0041, 0xD800}) {
      assertThat(SafeText.lines("a" + Character.toString(hidden) + "b")).as("U+%04X", hidden)
          .isEqualTo("a⟨U+%04X⟩b".formatted(hidden));
    }
  }

  @Test
  void keepsLineBreaksOnlyInTexts() {
    assertThat(SafeText.lines("a\nb\tc")).isEqualTo("a\nb\tc");
    assertThat(SafeText.line("a\nb\tc")).isEqualTo("a⟨U+000A⟩b⟨U+0009⟩c");
    assertThat(SafeText.lines("a\rb")).isEqualTo("a⟨U+000D⟩b");
  }
}
