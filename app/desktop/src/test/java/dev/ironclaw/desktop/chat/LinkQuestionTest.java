package dev.ironclaw.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import org.junit.jupiter.api.Test;

class LinkQuestionTest {
  @Test
  void showsTheWholeAddressWithWhatAnEyeWouldMiss() {
    LinkQuestion question = new LinkQuestion(_ -> {}, Desk.TEXTS);
    assertThat(question.words("https://good.example/\u202Egpj.exe"))
        .contains("https://good.example/\u27E8U+202E\u27E9gpj.exe").doesNotContain("\u202E");
  }
}
