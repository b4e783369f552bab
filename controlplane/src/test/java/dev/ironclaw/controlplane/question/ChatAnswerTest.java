package dev.ironclaw.controlplane.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.outbound.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatAnswerTest {
  private static final Question COLOUR = question("qst_1", new QuestionForm("Which?", List.of("Red", "Blue"), false));
  private static final Question NAME = question("qst_2", new QuestionForm("Name?", List.of(), true));

  private static Question question(String id, QuestionForm form) {
    return new Question(id, new SessionId("ses_00000000000000aa"), new AgentGroupId("anna"), Optional.empty(),
        new Place("slack", "C1", Optional.empty()), form, Instant.EPOCH, Instant.EPOCH, Question.State.OPEN,
        Optional.empty());
  }

  private static Optional<String> answer(String text, Question... open) {
    return ChatAnswer.of(text, List.of(open)).map(found -> found.question().id() + "=" + found.answer());
  }

  @Test
  void isANumberOrAnOptionWhileOneQuestionIsOpen() {
    assertThat(answer(" 2 ", COLOUR)).contains("qst_1=Blue");
    assertThat(answer("red", COLOUR)).contains("qst_1=Red");
    assertThat(answer("2", COLOUR, NAME)).isEmpty();
  }

  @Test
  void isWhatFollowsTheCommand() {
    assertThat(answer("/answer blue", COLOUR)).contains("qst_1=Blue");
    assertThat(answer("/ANSWER my own\nwords", NAME)).contains("qst_2=my own\nwords");
    assertThat(answer("/answer qst_2 two words", COLOUR, NAME)).contains("qst_2=two words");
    assertThat(answer("/answer qst_1 1", COLOUR, NAME)).contains("qst_1=Red");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blue would be nice", "I want 2", "/answered 2", "/answer", "/answer green", "2 or 1", "!"})
  void isNothingElse(String talk) {
    assertThat(answer(talk, COLOUR)).isEmpty();
  }

  @Test
  void isNeverForAnotherQuestionThanTheNamedOne() {
    assertThat(answer("/answer qst_9 two words", NAME)).isEmpty();
    assertThat(answer("/answer qst_9 1", COLOUR)).isEmpty();
    assertThat(answer("/answer qst_2", NAME)).isEmpty();
  }

  @Test
  void isNoOrdinaryTalkWhereWordsAreAskedFor() {
    assertThat(answer("hello", NAME)).isEmpty();
    assertThat(answer("/answer", NAME)).isEmpty();
    assertThat(answer("/answer two questions", COLOUR, NAME)).isEmpty();
  }
}
