package dev.ironclaw.desktop.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAsksTest {
  private final Desk desk = new Desk();
  private final OpenAsks asks = new OpenAsks(desk.backend());

  @AfterEach
  void close() {
    asks.stop();
    desk.close();
  }

  private List<String> ids() {
    return asks.asks().stream().map(Ask::id).toList();
  }

  private long looks() {
    return desk.controlPlane().asked("GET").stream().filter(one -> one.call().contains("/v1/questions")).count();
  }

  @Test
  void areQuestionsAgentsAtTheirSoftLimitAndBlockedSchedules() {
    Asks.lay(desk, List.of(Asks.question("qst_1", "Which?")),
        List.of(Asks.budget("bdg_1", "open", false), Asks.budget("bdg_2", "answered", true)),
        List.of(Asks.blocked("sched_1")));
    asks.start();
    assertThat(ids()).as("the host's own words first").containsExactly("bdg_1", "sched_1", "qst_1");
    assertThat(asks.count().get()).isEqualTo(3);
    assertThat(asks.asks()).extracting(ask -> ask.screen() + " " + ask.item()).containsExactly("agents researcher",
        "schedules sched_1", "chat researcher");
    assertThat(asks.asks().getLast().title(Desk.TEXTS)).isEqualTo("Question: Which?");
  }

  @Test
  void goWhereSomebodyAnsweredElsewhereAndComeAtOnce() {
    Asks.lay(desk, List.of(), List.of(), List.of());
    asks.start();
    assertThat(ids()).isEmpty();
    Asks.lay(desk, List.of(Asks.question("qst_1", "Which?")), List.of(Asks.budget("bdg_1", "open", false)), List.of());
    desk.tell("question.asked", Map.of("id", "qst_1"));
    assertThat(ids()).containsExactly("bdg_1", "qst_1");
    Asks.lay(desk, List.of(), List.of(Asks.budget("bdg_1", "open", false)), List.of());
    desk.tell("question.answered", Map.of("id", "qst_1", "state", "expired"));
    assertThat(ids()).containsExactly("bdg_1");
    Asks.lay(desk, List.of(), List.of(Asks.budget("bdg_1", "answered", true)), List.of());
    desk.tell("budget.question", Map.of("id", "bdg_1", "state", "answered"));
    assertThat(ids()).isEmpty();
  }

  @Test
  void aScheduleThatRunsOftenIsLookedAtCalmly() {
    Asks.lay(desk, List.of(), List.of(), List.of());
    asks.start();
    Asks.lay(desk, List.of(), List.of(), List.of(Asks.blocked("sched_1")));
    for (int i = 0; i < 50; i++) {
      desk.tell("schedule.run", Map.of("id", "sched_1", "state", "done"));
    }
    assertThat(looks()).isEqualTo(1);
    desk.delaysEnd();
    assertThat(looks()).isEqualTo(2);
    assertThat(ids()).containsExactly("sched_1");
  }

  @Test
  void areNoneWhereTheControlPlaneIsOlderAndAreHeardOfNoMoreAfterTheEnd() {
    asks.start();
    assertThat(ids()).isEmpty();
    desk.tell("schedule.run", Map.of());
    asks.stop();
    Asks.lay(desk, List.of(Asks.question("qst_1", "Which?")), List.of(), List.of());
    desk.delaysEnd();
    desk.tell("question.asked", Map.of());
    assertThat(ids()).isEmpty();
    assertThat(desk.listeners()).isZero();
  }

  @Test
  void wordsOfAgentsStayInTheirLineAndHideNothing() {
    String title = new Ask.Question(Asks.question("qst_1", "Which?\n\u202eNow\u0007 " + "x".repeat(3_000)))
        .title(Desk.TEXTS);
    assertThat(title).startsWith("Question: Which?").doesNotContain("\n", "\u202e", "\u0007").hasSizeLessThan(300);
  }
}
