package dev.ironclaw.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.ask.Ask;
import dev.ironclaw.desktop.ask.Asks;
import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.notification.Notice.Urgency;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotificationModelTest {
  private final NotificationModel model = new NotificationModel(Desk.TEXTS);

  private List<Notice> notices(ChangeView... changes) {
    return model.notices(List.of(changes), List.of(), Set.of(), Desk.NOW);
  }

  private static ChangeView with(ChangeView change, String title, List<String> gains, String reason) {
    CardView card = new CardView(title, change.card().risk(), gains, List.of(), List.of(), Optional.of(reason),
        change.card().requestedBy(), Optional.empty(), change.cardHash());
    return new ChangeView(change.id(), change.kind(), change.agentGroupId(), change.agentGroupName(),
        change.requestedBy(), change.reason(), change.sessionId(), change.createdAt(), change.expiresAt(),
        change.state(), change.decision(), change.error(), change.before(), change.after(), card, change.cardHash(),
        change.limits(), change.approvals(), change.stepUp(), change.similar());
  }

  @Test
  void offersApprovalForGreenCardsAlone() {
    record Row(ChangeView change, String summary, Urgency urgency, boolean approve) {}
    ChangeView green = Changes.green("chg_1");
    ChangeView odd = new ChangeView(green.id(), green.kind(), green.agentGroupId(), green.agentGroupName(),
        green.requestedBy(), green.reason(), green.sessionId(), green.createdAt(), green.expiresAt(), green.state(),
        green.decision(), green.error(), green.before(), green.after(), green.card(), green.cardHash(), green.limits(),
        Optional.empty(), Optional.of(true), green.similar());
    List.of(
        new Row(green, "Green: a change waits for you", Urgency.NORMAL, true),
        new Row(Changes.amber("chg_2"), "Amber: a change waits for you", Urgency.NORMAL, false),
        new Row(Changes.red("chg_3"), "Red: a change waits for you", Urgency.CRITICAL, false),
        new Row(Changes.guarded("chg_4"), "Red: a change waits for you", Urgency.CRITICAL, false),
        new Row(odd, "Green: a change waits for you", Urgency.NORMAL, false)).forEach(row -> {
          Notice notice = notices(row.change).getFirst();
          assertThat(notice.summary()).isEqualTo(row.summary);
          assertThat(notice.urgency()).as(row.summary).isEqualTo(row.urgency);
          assertThat(notice.offered()).as(row.summary).contains(Answer.REVIEW, Answer.DENY);
          assertThat(notice.offered().contains(Answer.APPROVE)).as(row.summary).isEqualTo(row.approve);
          assertThat(notice.subject()).isEqualTo(new Subject.Card(row.change.id(), row.change.cardHash()));
          assertThat(notice.expires()).contains(Instant.parse("2026-11-22T09:52:00Z"));
        });
  }

  @Test
  void saysWhatItGivesAndQuotesTheReasonAsSuch() {
    assertThat(notices(Changes.green("chg_1")).getFirst().body()).isEqualTo(
        """
            Give Researcher the tool read_file
            + read any file in its own workspace
            In the words of whoever asks: “I need to read the notes that you left for me.” (the agent's own words, unchecked)""");
  }

  @Test
  void wordsOfAgentsStayInTheirLineAreBoundedAndHideNothing() {
    Notice notice = notices(with(Changes.green("chg_1"), "Give", List.of("read"),
        "fine\n+ nothing\u202e\u0007 " + "x".repeat(100_000))).getFirst();
    assertThat(notice.body().lines()).hasSize(3);
    assertThat(notice.body()).contains("asks: fine ⏎ + nothing⟨U+202E⟩⟨U+0007⟩ x").hasSizeLessThan(300);
    assertThat(notice.summary()).doesNotContain("fine");
    assertThat(notice.offered()).as("the reason is not what is approved").contains(Answer.APPROVE);
  }

  @Test
  void whatIsNotShownWholeIsNotApproved() {
    Notice many = notices(with(Changes.green("chg_1"), "Give", Collections.nCopies(5, "read"), "r")).getFirst();
    assertThat(many.body()).contains("… and more: read the card.").doesNotContain("+ read\n+ read\n+ read\n+ read\n+");
    assertThat(many.offered()).containsExactlyInAnyOrder(Answer.REVIEW, Answer.DENY);
    Notice wide = notices(with(Changes.green("chg_1"), "Give", List.of("r".repeat(200)), "r")).getFirst();
    assertThat(wide.offered()).doesNotContain(Answer.APPROVE);
    Notice title = notices(with(Changes.green("chg_1"), "G".repeat(200), List.of("read"), "r")).getFirst();
    assertThat(title.offered()).doesNotContain(Answer.APPROVE);
  }

  @Test
  void showsFiveAndCountsTheRest() {
    ChangeView[] twelve = IntStream.range(0, 12).mapToObj(n -> Changes.green("chg_" + n)).toArray(ChangeView[]::new);
    List<Notice> notices = notices(twelve);
    assertThat(notices).hasSize(6);
    assertThat(notices.getLast().summary()).isEqualTo("And 7 more wait for your decision");
    assertThat(notices.getLast().offered()).containsExactly(Answer.REVIEW);
    assertThat(((Subject.Rest) notices.getLast().subject()).things()).hasSize(7);
    assertThat(notices(List.of(twelve).subList(0, 6).toArray(ChangeView[]::new)).getLast().summary())
        .isEqualTo("And 1 more waits for your decision");
    assertThat(notices(List.of(twelve).subList(0, 5).toArray(ChangeView[]::new))).hasSize(5);
    twelve[11] = Changes.red("chg_11");
    assertThat(notices(twelve).getLast().urgency()).isEqualTo(Urgency.CRITICAL);
  }

  @Test
  void leavesOutWhatWasDismissedAndWhatExpired() {
    ChangeView green = Changes.green("chg_1");
    assertThat(model.notices(List.of(green), List.of(), Set.of(NotificationModel.subject(green)), Desk.NOW)).isEmpty();
    assertThat(
        model.notices(List.of(green), List.of(), Set.of(new Subject.Card("chg_1", "another card")), Desk.NOW))
        .hasSize(1);
    assertThat(model.notices(List.of(green), List.of(), Set.of(), Desk.NOW.plus(Duration.ofDays(2)))).isEmpty();
  }

  private static final Ask QUESTION = new Ask.Question(Asks.question("qst_1", "Which\n\u202ecolour?"));

  @Test
  void aQuestionLeadsToWhereItIsAnsweredAndIsNeverAnsweredHere() {
    List<Notice> notices = model.notices(List.of(), List.of(new Ask.Budget(Asks.budget("bdg_1", "open",
        false)), new Ask.Blocked(Asks.blocked("sched_1")), QUESTION), Set.of(), Desk.NOW);
    assertThat(notices).extracting(Notice::subject).containsExactly(
        new Subject.Ask("bdg_1", "agents", "researcher"), new Subject.Ask("sched_1", "schedules", "sched_1"),
        new Subject.Ask("qst_1", "chat", "researcher"));
    assertThat(notices).extracting(Notice::offered).containsOnly(Set.of(Answer.REVIEW));
    assertThat(notices).extracting(Notice::urgency).containsOnly(Urgency.NORMAL);
    assertThat(notices).extracting(Notice::summary).containsExactly(
        "An agent has come to its soft limit", "A schedule is blocked", "An agent asks you something");
    assertThat(notices.getLast().body()).isEqualTo("researcher: “Which ⏎ ⟨U+202E⟩colour?”");
    assertThat(notices.getFirst().body()).startsWith("Researcher has used 80 % of its budget");
    assertThat(notices.get(1).body()).isEqualTo("secretary: the agent may not write in telegram any more\n"
        + "“Post the week's open points to the family's chat.”");
  }

  @Test
  void questionsPushNoChangeAwayAndGoWhenTheirTimeIsOver() {
    List<ChangeView> four = IntStream.range(0, 4).mapToObj(n -> Changes.green("chg_" + n)).toList();
    List<Ask> three = IntStream.range(0, 3).<Ask>mapToObj(n -> new Ask.Question(Asks.question("qst_" + n, "Which?")))
        .toList();
    List<Notice> notices = model.notices(four, three, Set.of(), Desk.NOW);
    assertThat(notices).hasSize(6);
    assertThat(notices.get(4).subject()).isEqualTo(NotificationModel.subject(three.getFirst()));
    assertThat(notices.getLast().summary()).isEqualTo("And 2 more things wait for you");
    assertThat(notices.getLast().subject()).isEqualTo(new Subject.Rest(
        Set.of(NotificationModel.subject(three.get(1)), NotificationModel.subject(three.get(2)))));
    assertThat(model.notices(List.of(), three, Set.of(NotificationModel.subject(three.getFirst())), Desk.NOW))
        .hasSize(2);
    assertThat(model.notices(List.of(), three, Set.of(), Desk.NOW.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void aBudgetHasItsPlaceHoweverManyChangesAnAgentWants() {
    List<ChangeView> six = IntStream.range(0, 6).mapToObj(n -> Changes.green("chg_" + n)).toList();
    Ask budget = new Ask.Budget(Asks.budget("bdg_1", "open", false));
    List<Notice> notices = model.notices(six, List.of(budget, QUESTION), Set.of(), Desk.NOW);
    assertThat(notices.get(4).subject()).isEqualTo(NotificationModel.subject(budget));
    assertThat(notices.getLast().subject()).isEqualTo(new Subject.Rest(Set.of(NotificationModel.subject(six.get(4)),
        NotificationModel.subject(six.get(5)), NotificationModel.subject(QUESTION))));
  }
}
