package dev.ironclaw.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.desktop.audit.AuditFilter.Span;
import dev.ironclaw.desktop.home.HomeFacts;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditViewModelTest {
  private final Desk desk = new Desk();
  private final AuditViewModel model = new AuditViewModel(desk.backend(), ZoneOffset.UTC);

  @BeforeEach
  void lay() {
    AuditFacts.lay(desk, HomeFacts.well());
  }

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private List<Long> seqs() {
    return model.entries().stream().map(AuditEntryView::seq).toList();
  }

  private List<String> asked() {
    return desk.controlPlane().asked("GET").stream().map(one -> one.call()).filter(call -> call.contains("/v1/audit"))
        .toList();
  }

  @Test
  void listsTheNewestFirstPageByPage() {
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(801, 1_000));
    desk.controlPlane().answer(AuditFacts.FIRST + "&before=801", AuditFacts.entries(700, 800));
    model.start();
    assertThat(seqs()).hasSize(AuditViewModel.PAGE).startsWith(1_000L, 999L);
    assertThat(model.more().get()).isTrue();
    model.loadOlder();
    assertThat(seqs()).hasSize(301).endsWith(700L).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    assertThat(model.more().get()).isFalse();
    model.loadOlder();
    assertThat(asked()).hasSize(2);
  }

  @Test
  void asksForExactlyWhatIsLookedForOnceTypingHasEnded() {
    model.start();
    model.filter().set(model.filter().get().withWords("read"));
    model.filter().set(model.filter().get().withWords("read_file ").withAgent("researcher").withStage("decision")
        .withKind("enabled_tools").withActor("operator:local").withSubject("chg_1").withSpan(Span.WEEK));
    assertThat(asked()).hasSize(1);
    desk.delaysEnd();
    assertThat(asked()).hasSize(2).last().isEqualTo("GET /v1/audit?from=2026-11-15T00%3A00%3A00Z&agent=researcher"
        + "&stage=decision&kind=enabled_tools&subject=chg_1&actor=operator%3Alocal&text=read_file&limit=200");
    LocalDate day = LocalDate.parse("2026-11-20");
    assertThat(AuditFilter.ALL.withDays(Optional.of(day), Optional.of(day)).parameters(Desk.NOW, ZoneOffset.ofHours(2)))
        .containsOnly(Map.entry("from", "2026-11-19T22:00:00Z"), Map.entry("to", "2026-11-20T22:00:00Z"));
  }

  @Test
  void saysWhyThereIsNothing() {
    desk.controlPlane().refuse(AuditFacts.FIRST, 403, "DENIED", "this token may only chat");
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("this token may only chat"));
    desk.controlPlane().answer(AuditFacts.FIRST, List.of());
    model.load();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
  }

  @Test
  void whatIsNoSearchIsSaidAndTheListStays() {
    model.start();
    int before = seqs().size();
    desk.controlPlane().refuse(AuditFacts.FIRST.replace("?", "?text=---&"), 400, "INVALID_REQUEST",
        "search the audit log: give 1 to 16 words of letters or digits");
    model.filter().set(AuditFilter.ALL.withWords("---"));
    desk.delaysEnd();
    assertThat(model.note().get()).contains("1 to 16 words");
    assertThat(seqs()).hasSize(before);
  }

  @Test
  void newOnesComeOnTopWhileItIsLive() {
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 10));
    model.start();
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 12));
    desk.tell("audit.appended", Map.of("seq", 12));
    assertThat(seqs()).hasSize(12).startsWith(12L, 11L, 10L);
    model.live().set(false);
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 13));
    desk.tell("audit.appended", Map.of("seq", 13));
    assertThat(seqs()).hasSize(12);
    assertThat(model.newer().get()).isTrue();
    model.live().set(true);
    assertThat(seqs()).hasSize(13);
    assertThat(model.newer().get()).isFalse();
  }

  @Test
  void afterMoreThanAPageThereIsNoGap() {
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 10));
    model.start();
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(5_001, 5_200));
    desk.tell("audit.appended", Map.of("seq", 5_200));
    assertThat(seqs()).hasSize(AuditViewModel.PAGE).endsWith(5_001L);
    assertThat(model.more().get()).isTrue();
  }

  @Test
  void whatCameWhileTheNewOnesWereLoadedIsNotForgotten() {
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 10));
    model.start();
    desk.hold();
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 11));
    desk.tell("audit.appended", Map.of("seq", 11));
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 12));
    desk.tell("audit.appended", Map.of("seq", 12));
    desk.deliver();
    assertThat(seqs()).startsWith(12L, 11L);
  }

  @Test
  void anAnswerToAnEarlierSearchAndOneAfterStopAreDropped() {
    model.start();
    desk.hold();
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 3));
    model.load();
    desk.controlPlane().answer(AuditFacts.FIRST, AuditFacts.entries(1, 5));
    model.load();
    desk.deliver();
    assertThat(seqs()).hasSize(5);
    desk.hold();
    desk.controlPlane().answer(AuditFacts.FIRST, List.of());
    model.load();
    model.stop();
    desk.deliver();
    assertThat(seqs()).hasSize(5);
    assertThat(desk.listeners()).isZero();
  }

  @Test
  void provesTheMarkedOne() {
    model.start();
    model.chosen().set(AuditFacts.entry(12_302, "decision", "chg_tools1", "enabled_tools", "operator:local", "yes"));
    assertThat(model.proof().get().orElseThrow().digest()).isEqualTo("9a".repeat(32));
    model.chosen().set(null);
    assertThat(model.proof().get()).isEmpty();
  }
}
