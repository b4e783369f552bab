package dev.ironclaw.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.Asks;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeNotificationsTest {
  private final Desk desk = new Desk();
  private final PendingChanges pending = new PendingChanges(desk.backend());
  private final OpenAsks asks = new OpenAsks(desk.backend());
  private final List<String> window = new ArrayList<>();
  private List<Notice> shown = List.of();
  private boolean closed;
  private @Nullable NoticeListener listener;
  private final ChangeNotifications notifications = new ChangeNotifications(desk.backend(), pending, asks, Desk.TEXTS,
      this::open, new CardOpener() {
        @Override
        public void open(String changeId) {
          window.add("open " + changeId);
        }

        @Override
        public void openInbox() {
          window.add("inbox");
        }

        @Override
        public void openHome() {
          window.add("home");
        }

        @Override
        public void show(String screen, String item) {
          window.add(screen + " " + item);
        }

        @Override
        public void refused(String changeId, String why) {
          window.add("refused " + changeId + ": " + why);
        }
      });

  private Notifier open(NoticeListener told) {
    listener = told;
    return new Notifier() {
      @Override
      public void show(List<Notice> notices) {
        shown = notices;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private void waits(ChangeView... changes) {
    desk.controlPlane().answer("GET /v1/changes/pending", List.of(changes));
    for (ChangeView change : changes) {
      desk.controlPlane().answer("POST /v1/changes/" + change.id() + "/decision",
          new DecisionResult("recorded", "applied", Optional.empty()));
    }
  }

  private void start(ChangeView... changes) {
    waits(changes);
    pending.start();
    notifications.start();
  }

  private void answer(int at, Answer answer) {
    Objects.requireNonNull(listener).answered(shown.get(at), answer);
  }

  private List<String> decisions() {
    return desk.controlPlane().asked("POST").stream().map(asked -> asked.call() + " " + asked.body()).toList();
  }

  @AfterEach
  void close() {
    pending.stop();
    asks.stop();
    desk.close();
  }

  @Test
  void approvesExactlyTheCardThatWasShown() {
    ChangeView green = Changes.green("chg_1");
    start(green);
    answer(0, Answer.APPROVE);
    assertThat(decisions()).singleElement().asString().startsWith("POST /v1/changes/chg_1/decision")
        .contains("\"approve\"").contains(green.cardHash());
    assertThat(shown).isEmpty();
    assertThat(window).isEmpty();
  }

  @Test
  void opensWhatMustNotBeApprovedHere() {
    start(Changes.green("chg_1"), Changes.amber("chg_2"));
    Notice amber = shown.get(1);
    Notice stale = new Notice(new Notice.Subject.Card("chg_1", "another"), "", "", Notice.Urgency.NORMAL,
        java.util.Set.of(), Optional.empty());
    Objects.requireNonNull(listener).answered(amber, Answer.APPROVE);
    Objects.requireNonNull(listener).answered(stale, Answer.APPROVE);
    assertThat(decisions()).isEmpty();
    assertThat(window).containsExactly("open chg_2", "open chg_1");
  }

  @Test
  void deniesAndOpens() {
    ChangeView red = Changes.red("chg_1");
    start(red, Changes.amber("chg_2"));
    answer(0, Answer.DENY);
    assertThat(decisions()).singleElement().asString().contains("\"reject\"").contains(red.cardHash());
    answer(0, Answer.REVIEW);
    assertThat(window).containsExactly("open chg_2");
    assertThat(shown).isEmpty();
  }

  @Test
  void saysWhereAnAnswerHadNoEffect() {
    start(Changes.green("chg_1"));
    desk.controlPlane().refuse("POST /v1/changes/chg_1/decision", 409, "CHANGE_ALREADY_DECIDED", "grace said no");
    answer(0, Answer.APPROVE);
    assertThat(window).singleElement().asString().startsWith("refused chg_1").contains("grace said no");
  }

  @Test
  void takesAwayWhatWasDecidedElsewhereAndShowsWhatComes() {
    start(Changes.green("chg_1"));
    waits(Changes.green("chg_1"), Changes.red("chg_2"));
    desk.tell("change.pending", Map.of("id", "chg_2"));
    assertThat(shown).hasSize(2);
    desk.tell("change.decided", Map.of("id", "chg_1", "state", "rejected", "decidedBy", "grace"));
    assertThat(shown).singleElement().extracting(Notice::subject)
        .isEqualTo(NotificationModel.subject(Changes.red("chg_2")));
  }

  @Test
  void whatAHumanPutAwayStaysAway() {
    start(Changes.green("chg_1"), Changes.green("chg_2"));
    Objects.requireNonNull(listener).dismissed(shown.getFirst());
    assertThat(shown).hasSize(1);
    desk.tell("resync", Map.of());
    assertThat(shown).singleElement().extracting(Notice::subject)
        .isEqualTo(NotificationModel.subject(Changes.green("chg_2")));
    assertThat(decisions()).isEmpty();
  }

  @Test
  void theRestOpensTheInboxAndIsNotCountedAgain() {
    List<ChangeView> many = IntStream.range(0, 8).mapToObj(n -> Changes.green("chg_" + n)).toList();
    start(many.toArray(ChangeView[]::new));
    assertThat(shown).hasSize(6);
    answer(5, Answer.REVIEW);
    assertThat(window).containsExactly("inbox");
    assertThat(shown).hasSize(5);
  }

  @Test
  void aQuestionIsShownOpensWhereItIsAndGoesWhenItWasAnsweredElsewhere() {
    Asks.lay(desk, List.of(Asks.question("qst_1", "Which?")), List.of(Asks.budget("bdg_1", "open", false)),
        List.of(Asks.blocked("sched_1")));
    asks.start();
    start();
    assertThat(shown).hasSize(3);
    answer(0, Answer.REVIEW);
    assertThat(window).containsExactly("agents researcher");
    assertThat(shown).as("what was looked at stays away").extracting(Notice::subject).doesNotContain(
        new Notice.Subject.Ask("bdg_1", "agents", "researcher"));
    Asks.lay(desk, List.of(), List.of(Asks.budget("bdg_1", "open", false)), List.of(Asks.blocked("sched_1")));
    desk.tell("question.answered", Map.of("id", "qst_1"));
    assertThat(shown).singleElement().extracting(Notice::summary).isEqualTo("A schedule is blocked");
    Objects.requireNonNull(listener).answered(shown.getFirst(), Answer.APPROVE);
    assertThat(window).containsExactly("agents researcher", "schedules sched_1");
    assertThat(decisions()).isEmpty();
  }

  @Test
  void noAgentHidesWhatTheHostSaysByAsking() {
    Asks.lay(desk, IntStream.range(0, 7).mapToObj(n -> Asks.question("qst_" + n, "Which?")).toList(),
        List.of(Asks.budget("bdg_1", "open", false)), List.of(Asks.blocked("sched_1")));
    asks.start();
    start();
    assertThat(shown).extracting(Notice::summary).startsWith("An agent has come to its soft limit",
        "A schedule is blocked", "An agent asks you something");
  }

  @Test
  void theRestWithQuestionsOpensHome() {
    Asks.lay(desk, java.util.stream.IntStream.range(0, 7).mapToObj(n -> Asks.question("qst_" + n, "Which?")).toList(),
        List.of(), List.of());
    asks.start();
    start();
    assertThat(shown).hasSize(6);
    answer(5, Answer.REVIEW);
    assertThat(window).containsExactly("home");
  }

  @Test
  void looksAgainWhenSomethingExpires() {
    start(Changes.green("chg_1"));
    shown = List.of();
    desk.delaysEnd();
    assertThat(shown).as("shown anew").hasSize(1);
  }

  @Test
  void listensToNothingAfterItsEnd() {
    start(Changes.green("chg_1"));
    NoticeListener late = Objects.requireNonNull(listener);
    Notice notice = shown.getFirst();
    notifications.stop();
    assertThat(closed).isTrue();
    shown = List.of();
    desk.tell("resync", Map.of());
    late.dismissed(notice);
    desk.delaysEnd();
    assertThat(shown).isEmpty();
  }
}
