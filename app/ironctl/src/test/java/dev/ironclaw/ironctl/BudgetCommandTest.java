package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetCommandTest {
  private static final String ADA = "[{\"agentGroupId\":\"ada\",\"name\":\"Ada\",\"limits\":["
      + "{\"span\":\"tokensPerDay\",\"soft\":900,\"warnsAt\":900,\"hard\":1000,\"used\":10,\"reserved\":0,\"period\":"
      + "\"2026-11-21\"},"
      + "{\"span\":\"tokensPerMonth\",\"used\":10,\"reserved\":0,\"period\":\"2026-11\"},"
      + "{\"span\":\"centsPerDay\",\"warnsAt\":160,\"hard\":200,\"used\":150,\"reserved\":25,\"period\":\"2026-11-21\"},"
      + "{\"span\":\"centsPerMonth\",\"used\":150,\"reserved\":25,\"period\":\"2026-11\"}]}]";
  private static final String CARD = "{\"id\":\"chg_00000000000000000000000000abcdef\",\"kind\":\"budget\","
      + "\"agentGroupId\":\"ada\",\"requestedBy\":\"operator:local\",\"createdAt\":\"2026-01-01T00:00:00Z\","
      + "\"expiresAt\":\"2026-01-02T00:00:00Z\",\"state\":\"pending\",\"card\":{\"title\":\"Let Ada spend more\","
      + "\"risk\":\"amber\",\"gains\":[\"spend\"],\"loses\":[],\"differences\":[],\"requestedBy\":\"operator:local\","
      + "\"hash\":\"h1\"},\"cardHash\":\"h1\",\"limits\":[]}";
  private final FakeApi api = new FakeApi().answer("GET /v1/usage/budgets", 200, ADA)
      .answer("POST /v1/changes/preview", 200, CARD)
      .answer("POST /v1/changes", 202, "{\"id\":\"chg_2\",\"state\":\"applied\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran script(String command, String... words) {
    return Ran.script(api.line(command, words));
  }

  @Test
  void showsLimitsInWordsOfMoney() {
    assertThat(script("budget", "show").out()).contains("usdPerDay", "$1.50", "$0.25", "$1.60", "$2.00", "no limit");
    assertThat(script("budget", "show", "ada", "--json").out()).contains("\"centsPerDay\"");
    assertThat(api.asked("GET /v1/usage/budgets").getLast().query()).isEqualTo("agent=ada");
  }

  @Test
  void setsWhatIsNamedAndKeepsTheRest() {
    assertThat(script("budget", "set", "ada", "--usd-per-day", "3.5", "--tokens-per-month", "2m", "--yes").exit())
        .isZero();
    assertThat(api.asked("POST /v1/changes").getLast().body()).contains("\"kind\":\"budget\"",
        "\"after\":{\"tokensPerDay\":{\"soft\":900,\"hard\":1000},\"tokensPerMonth\":{\"hard\":2000000},"
            + "\"centsPerDay\":{\"hard\":350}}");
    script("budget", "set", "ada", "--tokens-per-day", "none", "--usd-per-day", "none", "--yes");
    assertThat(api.asked("POST /v1/changes").getLast().body()).contains("\"after\":{}");
  }

  @Test
  void refusesWhatIsNoAmount() {
    for (String[] wrong : new String[][]{{"--usd-per-day", "2.555"}, {"--usd-per-day", "-1"}, {"--usd-per-day", "$2"},
        {"--tokens-per-day", "many"}, {"--tokens-per-day", "1.5m"}}) {
      Ran ran = script("budget", "set", "ada", wrong[0], wrong[1], "--yes");
      assertThat(ran.exit()).as(wrong[1]).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).as(wrong[1]).contains(wrong[0]);
    }
    assertThat(script("budget", "set", "ada").err()).contains("say which limit");
    assertThat(api.asked("POST /v1/changes")).isEmpty();
  }

  @Test
  void showsAgentsThatHaveComeToTheirSoftLimitAndAnswersForThem() {
    String open = "{\"id\":\"bdg_1\",\"agentGroupId\":\"ada\",\"question\":\"Ada has used 80 %. May it go on?\","
        + "\"span\":\"centsPerDay\",\"period\":\"2026-11-21\",\"state\":\"open\",\"stopped\":false,\"askedAt\":"
        + "\"2026-11-21T10:00:00Z\",\"expiresAt\":\"2026-11-22T00:00:00Z\"}";
    String stopped = open.replace("\"open\",\"stopped\":false", "\"answered\",\"answer\":\"stop\",\"settledBy\":"
        + "\"operator:local\",\"stopped\":true");
    api.answer("GET /v1/usage/questions", 200, "[" + open + "," + stopped.replace("bdg_1", "bdg_2") + "]")
        .answer("POST /v1/usage/questions/bdg_1/answer", 200, stopped);

    assertThat(script("budget", "questions").out()).contains("bdg_1  ada, open until 2026-11-22T00:00:00Z",
        "  Ada has used 80 %. May it go on?", "ironctl budget answer bdg_1 go-on, or stop",
        "bdg_2  ada, stopped by operator:local", "ironctl budget answer bdg_2 go-on\n", "ironctl budget set ada");
    assertThat(script("budget", "answer", "bdg_1", "stop").out()).contains("bdg_1 ada: stopped by operator:local");
    assertThat(api.asked("POST /v1/usage/questions/bdg_1/answer").getLast().body()).isEqualTo(
        "{\"answer\":\"stop\"}");
    api.answer("GET /v1/usage/questions", 200, "[" + open.replace("\"open\"", "\"withdrawn\"") + "]");
    assertThat(script("budget", "questions", "--ended", "1").out()).contains(
        "bdg_1  ada, withdrawn: its limit was changed, or the agent is gone").doesNotContain("raised");
    api.answer("GET /v1/usage/questions", 200, "[]");
    assertThat(script("budget", "questions").out()).contains("no agent has come to its soft limit");
  }

  @Test
  void showsWhatCallsCameTo() {
    String row = "\"calls\":1234,\"failed\":1,\"inputTokens\":10,\"cacheReadTokens\":20,\"cacheWriteTokens\":30,"
        + "\"outputTokens\":40,\"costMicros\":1500001,\"estimatedCalls\":2,\"unpricedCalls\":0}";
    api.answer("GET /v1/usage", 200,
        "{\"from\":\"2026-11-01\",\"to\":\"2026-11-21\",\"group\":\"model\",\"pricesAsOf\":"
            + "\"2025-12-01\",\"rows\":[{\"key\":\"anthropic/sonnet\"," + row + "],\"total\":{\"key\":\"\"," + row
            + "}");

    Ran ran = script("usage", "--by", "model", "--agent", "ada", "--from", "2026-11-01");

    assertThat(ran.out()).contains("MODEL", "anthropic/sonnet", "1,234", "$1.5000 ~", "prices of 2025-12-01",
        "2 calls are estimated").doesNotContain("highest price");
    assertThat(api.asked("GET /v1/usage").getLast().query()).isEqualTo("group=model&agent=ada&from=2026-11-01");
  }
}
