package dev.ironclaw.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.notification.Notice.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalloonNotifierTest {
  private final List<String> displayed = new ArrayList<>();
  private final List<Runnable> clicks = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final BalloonNotifier notifier = new BalloonNotifier((caption, text, critical, clicked) -> {
    assertThat(text).isEqualTo("Give · + read");
    displayed.add(caption + (critical ? "!" : ""));
    clicks.add(clicked);
  }, new NoticeListener() {
    @Override
    public void answered(Notice notice, Answer answer) {
      told.add(answer + " " + notice.summary());
    }

    @Override
    public void dismissed(Notice notice) {
      throw new AssertionError("a balloon says nothing of that");
    }
  });

  private static Notice notice(String id, Urgency urgency) {
    return new Notice(new Subject.Card(id, "aa"), id, "Give\n+ read", urgency, Set.of(Answer.values()),
        Optional.empty());
  }

  @Test
  void drawsAttentionToWhatIsNewAloneAndToTheMostUrgentOfIt() {
    Notice green = notice("green", Urgency.NORMAL);
    Notice red = notice("red", Urgency.CRITICAL);
    notifier.show(List.of(green));
    notifier.show(List.of(green));
    assertThat(displayed).containsExactly("green");
    notifier.show(List.of(green, red, notice("later", Urgency.NORMAL)));
    notifier.show(List.of(red));
    assertThat(displayed).containsExactly("green", "red!");
    notifier.show(List.of(red, new Notice(new Subject.Rest(Set.of(new Subject.Card("x", "bb"))), "rest", "Give\n+ read",
        Urgency.NORMAL, Set.of(Answer.REVIEW), Optional.empty())));
    assertThat(displayed).containsExactly("green", "red!", "rest");
  }

  @Test
  void aQuestionIsSaidOnceAndOpensAtAClick() {
    Notice question = new Notice(new Subject.Ask("qst_1", "chat", "ada"), "question", "Give\n+ read", Urgency.NORMAL,
        Set.of(Answer.REVIEW), Optional.empty());
    notifier.show(List.of(question));
    notifier.show(List.of(question));
    assertThat(displayed).containsExactly("question");
    clicks.getFirst().run();
    assertThat(told).containsExactly("REVIEW question");
    notifier.show(List.of());
    notifier.show(List.of(question));
    assertThat(displayed).as("asked again").hasSize(2);
  }

  @Test
  void aClickOpensAndNeverDecides() {
    notifier.show(List.of(notice("green", Urgency.NORMAL)));
    clicks.getFirst().run();
    assertThat(told).containsExactly("REVIEW green");
  }
}
