package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The ways into the window. None of them asks the control plane for anything.
final class OpeningsTest {
  private final dev.ironclaw.desktop.testing.Desk desk = new dev.ironclaw.desktop.testing.Desk();
  private final PendingChanges pending = new PendingChanges(desk.backend());
  private final Navigation navigation = new Navigation();
  private final Notices notices = new Notices();
  private final AtomicBoolean once = new AtomicBoolean();
  private final Questions questions = new Questions();
  private final List<String> raised = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();

  private Openings openings(String... screens) {
    for (String screen : screens) {
      navigation.host(screen, id -> shown.add(screen + " " + id));
    }
    return new Openings(() -> raised.add("raised"), navigation, Set.of(screens), pending, notices,
        dev.ironclaw.desktop.testing.Desk.TEXTS, new Openings.Guard(once::get, questions));
  }

  @AfterEach
  void close() {
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    desk.close();
  }

  @Test
  void aLinkRaisesTheWindowAndShowsWhatItNames() {
    Openings openings = openings("approvals", "agents", "sessions");
    openings.openLink("ironclaw://change/chg_000001");
    openings.openLink("ironclaw://agent/mock-agent");
    openings.openLink("ironclaw://session/ses_1");
    assertThat(shown).containsExactly("approvals chg_000001", "agents mock-agent", "sessions ses_1");
    assertThat(raised).hasSize(3);
    assertThat(notices.told()).isEmpty();
  }

  @Test
  void nothingThatIsShownOnceIsTakenAwayWithoutAsking() {
    Openings openings = openings("approvals", "agents", "sessions", "posture");
    once.set(true);
    for (Runnable way : List.<Runnable>of(() -> openings.openLink("ironclaw://agent/mock-agent"),
        () -> openings.open("chg_1"), openings::openInbox, () -> openings.openSession("ses_1"),
        () -> openings.openScreen("posture"))) {
      way.run();
      assertThat(questions.open().get()).isPresent();
      questions.decline();
    }
    assertThat(shown).isEmpty();
    assertThat(navigation.screen().get()).isEmpty();
    assertThat(raised).as("the window comes up all the same").hasSize(5);
    openings.openLink("ironclaw://agent/mock-agent");
    questions.agree();
    assertThat(shown).containsExactly("agents mock-agent");
  }

  @Test
  void aLinkThatNamesNothingHereIsToldAndOpensNothing() {
    Openings openings = openings("approvals");
    openings.openLink("ironclaw://change/chg_1/approve");
    openings.openLink("ironclaw://session/ses_1");
    openings.openLink("javascript:\u202Ealert(1)");
    assertThat(shown).isEmpty();
    assertThat(navigation.screen().get()).isEmpty();
    assertThat(raised).hasSize(3);
    assertThat(notices.told()).hasSize(3).first().asString().contains("ironclaw://change/chg_1/approve");
    assertThat(notices.told().getLast()).contains("\u27E8U+202E\u27E9");
  }

  @Test
  void theTrayOpensASessionWhereThereIsAScreenForIt() {
    openings("approvals", "sessions").openSession("ses_1");
    assertThat(shown).containsExactly("sessions ses_1");
  }

  @Test
  void withoutThatScreenTheWindowComesUpAsItIs() {
    Openings openings = openings("approvals");
    openings.openSession("ses_1");
    openings.openScreen("posture");
    assertThat(raised).hasSize(2);
    assertThat(navigation.screen().get()).isEmpty();
  }

  @Test
  void whatCouldNotBeApprovedAtItsNotificationIsShownWithTheReason() {
    openings("approvals").refused("chg_1", "the screen is locked");
    assertThat(shown).containsExactly("approvals chg_1");
    assertThat(pending.told().get()).isEqualTo("the screen is locked");
  }
}
