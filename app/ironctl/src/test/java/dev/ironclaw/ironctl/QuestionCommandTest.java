package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionCommandTest {
  private static final String OPEN = "{\"id\":\"qst_1\",\"agentGroupId\":\"anna\",\"sessionId\":\"ses_1\","
      + "\"channelType\":\"webchat\",\"platformId\":\"anna\",\"question\":\"Which?\\u001b[2J\","
      + "\"options\":[\"Red\",\"Blue\"],\"allowFreeform\":false,\"state\":\"open\",\"askedAt\":\"t\",\"expiresAt\":\"u\"}";
  private static final String ANSWERED = OPEN.replace("\"open\"", "\"answered\"").replace("}",
      ",\"answer\":\"Blue\",\"settledBy\":\"operator:local\"}");
  private final FakeApi api = new FakeApi().answer("GET /v1/questions", 200, "[" + OPEN + "]")
      .answer("POST /v1/questions/qst_1/answer", 200, ANSWERED)
      .answer("POST /v1/questions/qst_1/dismiss", 200, OPEN.replace("\"open\"", "\"withdrawn\""));

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsQuestionsWithTheirNumberedOptions() {
    Ran ran = Ran.script("question", "list", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("qst_1  anna in webchat/anna, open until u", "Which?", "1. Red", "2. Blue",
        "ironctl question answer qst_1 NUMBER").doesNotContain("\u001b");
  }

  @Test
  void saysWhereNobodyWaits() {
    api.answer("GET /v1/questions", 200, "[]");
    assertThat(Ran.script("question", "list", "--addr", api.address()).out()).contains("no agent waits");
  }

  @Test
  void answersInSeveralWordsAndDismisses() {
    Ran ran = Ran.script("question", "answer", "qst_1", "dark", "blue", "--addr", api.address());
    assertThat(ran.out()).contains("qst_1 answered by operator:local: Blue");
    assertThat(api.asked("POST /v1/questions/qst_1/answer").getFirst().body()).contains("{\"answer\":\"dark blue\"}");
    assertThat(Ran.script("question", "dismiss", "qst_1", "--addr", api.address()).out()).contains("qst_1 withdrawn");
  }
}
