package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ScopeBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final InboxAct NOTHING = new InboxAct.None();

  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private final Inbox inbox = new Inbox(() -> now);

  @BeforeEach
  void fits() {
    inbox.fits(18, 80);
  }

  @Test
  void onlyGreenIsApprovedFromTheListAndNotBeforeItWasThereForHalfASecond() {
    inbox.loaded(List.of(Changes.change(1, "green"), Changes.change(2, "amber"), Changes.change(3, "red")));
    assertThat(press("a")).isEqualTo(NOTHING);
    later(499);
    assertThat(press("a")).isEqualTo(NOTHING);
    later(1);
    assertThat(press("a")).isEqualTo(new InboxAct.Approve(Changes.id(1), "hash1", Optional.empty(), Optional.empty()));
    for (int i = 0; i < 2; i++) {
      press("j");
      later(600);
      assertThat(press("a")).isEqualTo(NOTHING);
      assertThat(inbox.note()).contains("open it first");
    }
  }

  @Test
  void anAmberCardIsApprovedOnceItIsOpenAndArmed() {
    inbox.loaded(List.of(Changes.change(2, "amber")));
    assertThat(inbox.key(Key.Named.ENTER)).isEqualTo(new InboxAct.Open(Changes.id(2)));
    inbox.opened(Changes.change(2, "amber"), Optional.empty());
    assertThat(press("a")).isEqualTo(NOTHING);
    later(500);
    assertThat(press("A")).isEqualTo(new InboxAct.Approve(Changes.id(2), "hash2", Optional.empty(), Optional.empty()));
  }

  @Test
  void aCardIsNotApprovedBeforeItsEndWasOnTheScreen() {
    inbox.loaded(List.of(Changes.change(2, "amber")));
    inbox.opened(Changes.change(2, "amber", "T", "h", "line\n".repeat(30)), Optional.empty());
    later(600);
    assertThat(press("a")).isEqualTo(NOTHING);
    assertThat(inbox.note()).contains("scroll to the end");
    press(" ");
    press("  ");
    press("k");
    assertThat(press("a")).isInstanceOf(InboxAct.Approve.class);
  }

  @Test
  void nothingIsApprovedWhoseLinesTheTerminalCuts() {
    inbox.loaded(List.of(Changes.change(1, "green")));
    inbox.fits(18, 71);
    later(600);
    assertThat(press("a")).isEqualTo(NOTHING);
    assertThat(inbox.note()).contains("72 columns", "has 71", "wider");

    inbox.loaded(List.of(Changes.change(2, "amber")));
    inbox.opened(Changes.change(2, "amber", "T", "h", "host ".repeat(200) + "\nline".repeat(30)), Optional.empty());
    later(600);
    inbox.fits(18, 40);
    press("      ");
    assertThat(press("a")).isEqualTo(NOTHING);
    assertThat(inbox.note()).contains("has 40");
    inbox.fits(18, 80);
    assertThat(press("a")).as("its lines were cut while it was scrolled").isEqualTo(NOTHING);
    assertThat(inbox.note()).contains("scroll to the end");
    press("      ");
    assertThat(press("a")).isInstanceOf(InboxAct.Approve.class);
  }

  @Test
  void anotherCardOfTheChosenChangeIsNotApprovedAtOnce() {
    inbox.loaded(List.of(Changes.change(1, "green")));
    later(600);
    inbox.loaded(List.of(Changes.change(1, "green", "Title 1", "other", "")));
    assertThat(press("a")).isEqualTo(NOTHING);
    later(600);
    assertThat(press("a")).isInstanceOf(InboxAct.Approve.class);
  }

  @Test
  void whatTakesACodeAsksForItLastAndNeverFromTheList() {
    ChangeView coded = Changes.withCode(Changes.change(1, "green"));
    inbox.loaded(List.of(coded));
    later(600);
    assertThat(press("a")).isEqualTo(NOTHING);
    assertThat(inbox.note()).contains("one-time code");
    inbox.opened(coded, Optional.empty());
    later(600);
    assertThat(press("a")).isEqualTo(NOTHING);
    assertThat(type("")).as("no code").isEqualTo(NOTHING);
    press("a");
    assertThat(type("123456")).isEqualTo(
        new InboxAct.Approve(Changes.id(1), "hash1", Optional.empty(), Optional.of("123456")));

    inbox.loaded(List.of(Changes.withCode(Changes.change(3, "red"))));
    inbox.opened(Changes.withCode(Changes.change(3, "red")), Optional.empty());
    later(600);
    press("a");
    assertThat(type("dev-agent")).as("the name first").isEqualTo(NOTHING);
    assertThat(type("654321")).isEqualTo(
        new InboxAct.Approve(Changes.id(3), "hash3", Optional.empty(), Optional.of("654321")));
  }

  @Test
  void aRedOneIsApprovedByItsNameAlone() {
    inbox.loaded(List.of(Changes.change(3, "red")));
    for (String name : List.of("", "y", "dev", "DEV-AGENT", Changes.id(3))) {
      openRed();
      assertThat(press("a")).isEqualTo(NOTHING);
      assertThat(type(name)).as(name).isEqualTo(NOTHING);
      assertThat(inbox.note()).contains("is not its name");
    }
    for (String name : List.of("dev-agent", "000003")) {
      openRed();
      press("a");
      assertThat(type(name)).as(name)
          .isEqualTo(new InboxAct.Approve(Changes.id(3), "hash3", Optional.empty(), Optional.empty()));
    }
  }

  private void openRed() {
    inbox.opened(Changes.change(3, "red"), Optional.empty());
    later(600);
  }

  @Test
  void anUnknownRiskIsTreatedAsRed() {
    inbox.loaded(List.of(Changes.change(3, "purple")));
    inbox.opened(Changes.change(3, "purple"), Optional.empty());
    later(600);
    assertThat(press("a")).isEqualTo(NOTHING);
    assertThat(inbox.page()).isInstanceOf(InboxPage.Asking.class);
  }

  @Test
  void rejectingAsksForAReasonAndEscapeDecidesNothing() {
    inbox.loaded(List.of(Changes.change(1, "red")));
    press("d");
    press("no way!");
    inbox.key(Key.Named.BACKSPACE);
    assertThat(inbox.key(Key.Named.ENTER))
        .isEqualTo(new InboxAct.Reject(Changes.id(1), Optional.of("no way")));
    press("d");
    assertThat(inbox.key(Key.Named.ENTER)).isEqualTo(new InboxAct.Reject(Changes.id(1), Optional.empty()));
    press("d");
    press("q");
    assertThat(inbox.key(Key.Named.ESCAPE)).isEqualTo(NOTHING);
    assertThat(inbox.page()).isInstanceOf(InboxPage.Waiting.class);
  }

  @Test
  void howFarAnApprovalGoesIsChosenOnTheCard() {
    inbox.loaded(List.of(Changes.change(1, "green")));
    inbox.opened(Changes.change(1, "green"), Optional.empty());
    later(600);
    press("s");
    assertThat(press("a")).isEqualTo(new InboxAct.Approve(Changes.id(1), "hash1",
        Optional.of(new ScopeBody(Optional.empty(), Optional.of(1), Optional.empty())), Optional.empty()));
    press("ss");
    assertThat(press("a")).isEqualTo(new InboxAct.Approve(Changes.id(1), "hash1", Optional.of(
        new ScopeBody(Optional.of(now.plus(Duration.ofHours(1)).toString().replaceAll("\\.\\d+", "")), Optional.empty(),
            Optional.empty())),
        Optional.empty()));
    press("sss");
    assertThat(press("a")).isEqualTo(new InboxAct.Approve(Changes.id(1), "hash1", Optional.empty(), Optional.empty()));
  }

  @Test
  void whatIsDecidedElsewhereLeavesAtOnceWithWhoDidAndTheNextOneIsNotArmed() {
    inbox.loaded(List.of(Changes.change(1, "green"), Changes.change(2, "green")));
    later(600);
    assertThat(inbox.event(decided(1, "operator:bob"))).isTrue();

    assertThat(inbox.waiting()).extracting(ChangeView::id).containsExactly(Changes.id(2));
    assertThat(inbox.note()).isEqualTo("approved by operator:bob: Title 1");
    assertThat(press("a")).as("another came under the key").isEqualTo(NOTHING);
  }

  @Test
  void anOpenCardThatIsDecidedElsewhereCloses() {
    inbox.loaded(List.of(Changes.change(3, "red")));
    openRed();
    press("a");
    press("dev-");
    inbox.event(decided(3, "operator:bob"));
    assertThat(inbox.page()).isInstanceOf(InboxPage.Waiting.class);
    assertThat(type("agent")).isEqualTo(NOTHING);
    assertThat(inbox.note()).contains("operator:bob");
  }

  @Test
  void anOpenCardThatIsNotTrueAnyMoreIsLoadedAgain() {
    inbox.loaded(List.of(Changes.change(1, "amber")));
    inbox.opened(Changes.change(1, "amber"), Optional.empty());
    assertThat(inbox.loaded(List.of(Changes.change(1, "amber")))).isEqualTo(NOTHING);
    assertThat(inbox.loaded(List.of(Changes.change(1, "amber", "Title 1", "other", ""))))
        .isEqualTo(new InboxAct.Open(Changes.id(1)));
    assertThat(inbox.note()).contains("changed since you looked");
    inbox.opened(Changes.change(1, "amber", "Title 1", "other", ""), Optional.empty());
    assertThat(inbox.loaded(List.of())).isEqualTo(NOTHING);
    assertThat(inbox.page()).isInstanceOf(InboxPage.Waiting.class);
  }

  @Test
  void theChoiceStaysOnItsChangeWhenOthersCome() {
    inbox.loaded(List.of(Changes.change(2, "green")));
    later(600);
    inbox.loaded(List.of(Changes.change(1, "red"), Changes.change(2, "green")));
    assertThat(press("a")).isEqualTo(new InboxAct.Approve(Changes.id(2), "hash2", Optional.empty(), Optional.empty()));
  }

  @Test
  void undoingShowsItsOwnCardAndARedOneAsksForTheAgentsName() {
    assertThat(press("u")).isEqualTo(new InboxAct.ListApplied());
    inbox.applied(List.of(Changes.change(1, "green"), Changes.change(2, "green")));
    press("j");
    assertThat(inbox.key(Key.Named.ENTER)).isEqualTo(new InboxAct.PreviewUndo(Changes.id(2)));
    inbox.opened(Changes.change(9, "red"), Optional.of(Changes.id(2)));
    later(600);
    press("a");
    assertThat(type("000009")).isEqualTo(NOTHING);
    later(600);
    press("a");
    assertThat(type("dev-agent")).isEqualTo(new InboxAct.Undo(Changes.id(2), "hash9", "dev-agent", Optional.empty()));
    assertThat(inbox.loaded(List.of())).as("an undo's card waits for nobody").isEqualTo(NOTHING);
    assertThat(inbox.page()).isInstanceOf(InboxPage.Card.class);
  }

  @Test
  void otherNewsChangesNothing() {
    assertThat(inbox.event(new StreamEvent("1", "chat.message", Map.of()))).isFalse();
    assertThat(inbox.event(new StreamEvent("1", StreamEvent.RESYNC, Map.of()))).isTrue();
    assertThat(inbox.event(new StreamEvent("1", "change.pending", Map.of()))).isTrue();
    assertThat(press("akdjosn p")).isEqualTo(NOTHING);
    assertThat(press("q")).isEqualTo(new InboxAct.Quit());
  }

  private static StreamEvent decided(int n, String by) {
    return new StreamEvent("1", "change.decided",
        Map.of("id", Changes.id(n), "state", "approved", "decidedBy", by));
  }

  private InboxAct type(String text) {
    press(text);
    return inbox.key(Key.Named.ENTER);
  }

  private InboxAct press(String letters) {
    InboxAct last = NOTHING;
    for (int c : letters.chars().toArray()) {
      last = inbox.key(new Key.Letter(c));
    }
    return last;
  }

  private void later(long millis) {
    now = now.plusMillis(millis);
  }
}
