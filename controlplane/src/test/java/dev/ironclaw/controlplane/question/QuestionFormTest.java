package dev.ironclaw.controlplane.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class QuestionFormTest {
  private static final QuestionForm COLOURS = new QuestionForm("Which?", List.of("Red", "Dark blue"), false);

  private static QuestionForm parse(String payload) {
    return QuestionForm.parse(JsonMapper.shared().readTree(payload));
  }

  @Test
  void showsWhatAnEyeWouldMiss() {
    QuestionForm form = parse("{\"question\":\" Pay\\u202e now?\\n\\u001b[2J\",\"options\":[\"a\\nb\"]}");
    assertThat(form.question()).isEqualTo("Pay⟨U+202E⟩ now?\n⟨U+001B⟩[2J");
    assertThat(form.options()).containsExactly("a⟨U+000A⟩b");
    assertThat(form.message("Anna")).startsWith("Anna asks: Pay⟨U+202E⟩").contains("\n1. a⟨U+000A⟩b\n");
  }

  @Test
  void asksForWordsWhereThereIsNothingToChooseFrom() {
    assertThat(parse("{\"question\":\"Which?\",\"allow_freeform\":false}").allowFreeform()).isTrue();
    assertThat(parse("{\"question\":\"Which?\",\"options\":[\"a\"]}").allowFreeform()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"question\":7}", "{\"question\":\" \"}", "{\"question\":\"x\",\"options\":{}}",
      "{\"question\":\"x\",\"options\":[\"a\",\"A\"]}", "{\"question\":\"x\",\"options\":[1]}",
      "{\"question\":\"x\",\"options\":[\"a\"],\"allow_freeform\":1}",
      "{\"question\":\"x\",\"options\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}"})
  void refusesWhatIsNoQuestion(String payload) {
    assertThatThrownBy(() -> parse(payload)).isInstanceOf(IronclawException.class);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> parse("{\"question\":\"" + "x".repeat(2_001) + "\"}"))
        .isInstanceOf(IronclawException.class).hasMessageContaining("2000");
    assertThatThrownBy(() -> parse("{\"question\":\"x\",\"options\":[\"" + "x".repeat(201) + "\"]}"))
        .isInstanceOf(IronclawException.class).hasMessageContaining("200");
    QuestionForm free = new QuestionForm("x", List.of(), true);
    assertThat(free.answer("y".repeat(8_000))).isPresent();
    assertThat(free.answer("y".repeat(8_001))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,Red", "2.,Dark blue", "2),Dark blue", "' DARK BLUE ',Dark blue", "red,Red"})
  void takesAnOptionByNumberOrWords(String said, String option) {
    assertThat(COLOURS.answer(said)).contains(option);
  }

  @Test
  void takesANumberForANumberEvenWhereAnOptionLooksLikeOne() {
    assertThat(new QuestionForm("How many?", List.of("2", "1"), false).answer("1")).contains("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "green", "1 please", "the red one", ""})
  void takesNothingElseWhereOnlyOptionsAnswer(String said) {
    assertThat(COLOURS.answer(said)).isEmpty();
  }
}
