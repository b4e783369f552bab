package dev.ironclaw.desktop.approval;

import java.util.ArrayList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryViewModelTest {
  private static final String FIRST = "GET /v1/changes/history?limit=" + HistoryViewModel.PAGE;

  private final Desk desk = new Desk();
  private final HistoryViewModel model = new HistoryViewModel(desk.backend(), Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private static ChangeHistoryView decided(ChangeView change, String state) {
    return new ChangeHistoryView(change, state, Optional.empty());
  }

  @Test
  void listsPageByPage() {
    List<ChangeHistoryView> page = IntStream.range(0, HistoryViewModel.PAGE)
        .mapToObj(i -> decided(Changes.green("chg_%06d".formatted(i)), "rejected")).toList();
    desk.controlPlane().answer(FIRST, page);
    desk.controlPlane().answer(FIRST + "&before=chg_000049", List.of(decided(Changes.green("chg_older1"), "expired")));
    model.start();
    assertThat(model.decided()).hasSize(50);
    assertThat(model.more().get()).isTrue();
    model.loadMore();
    assertThat(model.decided()).hasSize(51);
    assertThat(model.more().get()).isFalse();
  }

  private static List<ChangeHistoryView> page(int from) {
    return IntStream.range(from, from + HistoryViewModel.PAGE)
        .mapToObj(i -> decided(Changes.green("chg_%06d".formatted(i)), "rejected")).toList();
  }

  @Test
  void aPageIsAddedOnceAndStaysWhenTheNewestAreLoadedAnew() {
    desk.controlPlane().answer(FIRST, page(100));
    desk.controlPlane().answer(FIRST + "&before=chg_000149", List.of(decided(Changes.green("chg_older1"), "expired")));
    model.start();
    desk.hold();
    model.loadMore();
    model.loadMore();
    desk.deliver();
    assertThat(model.decided()).hasSize(51);
    desk.controlPlane().answer(FIRST, page(99));
    desk.tell("change.decided", Map.of("id", "chg_000099"));
    assertThat(model.decided()).extracting(row -> row.request().id()).hasSize(52).startsWith("chg_000099")
        .endsWith("chg_000149", "chg_older1").doesNotHaveDuplicates();
    assertThat(model.more().get()).isFalse();
  }

  @Test
  void aPageOfAListThatEndsElsewhereByNowIsNotAdded() {
    desk.controlPlane().answer(FIRST, page(100));
    desk.controlPlane().answer(FIRST + "&before=chg_000149", List.of(decided(Changes.green("chg_older1"), "expired")));
    model.start();
    desk.controlPlane().answer(FIRST, page(0));
    desk.hold();
    desk.tell("change.decided", Map.of("id", "chg_000000"));
    model.loadMore();
    desk.deliver();
    assertThat(model.decided()).hasSize(50);
    assertThat(model.more().get()).isTrue();
  }

  @Test
  void anUndoingThatComesLateDoesNotStandBelowAnotherRow() {
    desk.controlPlane().answer(FIRST,
        List.of(decided(Changes.red("chg_000001"), "applied"), decided(Changes.red("chg_000002"), "applied")));
    desk.controlPlane().answer("POST /v1/changes/chg_000001/undo/preview", Changes.red("chg_undo01"));
    model.start();
    model.chosen().set(model.decided().getFirst());
    desk.hold();
    model.previewUndo();
    model.chosen().set(model.decided().get(1));
    desk.deliver();
    assertThat(model.undoing().get()).isEmpty();
  }

  @Test
  void undoesOnlyWhatWasAppliedAndOnlyWithTheCardThatWasRead() {
    desk.controlPlane().answer(FIRST,
        List.of(decided(Changes.red("chg_000001"), "applied"), decided(Changes.red("chg_000002"), "rejected")));
    desk.controlPlane().answer("POST /v1/changes/chg_000001/undo/preview", Changes.red("chg_undo01"));
    desk.controlPlane().answer("POST /v1/changes/chg_000001/undo", new ChangeAccepted("chg_undo01", "applied"));
    model.start();
    model.chosen().set(model.decided().get(1));
    model.previewUndo();
    assertThat(model.undoing().get()).isEmpty();
    model.chosen().set(model.decided().getFirst());
    model.previewUndo();
    CardViewModel card = model.undoing().get().orElseThrow();
    desk.delaysEnd();
    card.seen().set(true);
    card.name().set("undo01");
    model.undo();
    card.name().set("researcher");
    model.undo();
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains(Changes.red("chg_undo01").cardHash(),
        "\"researcher\"");
    assertThat(desk.controlPlane().asked("POST")).extracting(asked -> asked.call())
        .containsExactly("POST /v1/changes/chg_000001/undo/preview", "POST /v1/changes/chg_000001/undo");
    assertThat(model.undoing().get()).isEmpty();
    assertThat(model.note().get()).startsWith("The undoing was ");
  }

  @Test
  void anUndoingThatIsBeingReadIsNotTakenAway() {
    desk.controlPlane().answer(FIRST, List.of(decided(Changes.green("chg_000001"), "applied")));
    desk.controlPlane().answer("POST /v1/changes/chg_000001/undo/preview", Changes.green("chg_undo01"));
    model.start();
    model.chosen().set(model.decided().getFirst());
    model.previewUndo();
    desk.tell("change.applied", Map.of("id", "chg_000009"));
    assertThat(model.undoing().get()).isPresent();
    model.leaveUndo();
    desk.controlPlane().answer(FIRST, List.of());
    desk.tell("change.decided", Map.of("id", "chg_000009"));
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
  }

  @Test
  void showsOneThatIsOlderThanTheListAndKeepsItWhileTheListIsLoadedAnew() {
    desk.controlPlane().answer(FIRST, List.of(decided(Changes.green("chg_000009"), "applied")));
    ChangeHistoryView old = decided(Changes.amber("chg_000001"), "applied");
    desk.controlPlane().answer("GET /v1/changes/chg_000001", inState(old.request(), "applied"));
    model.start();
    model.show("chg_000001", () -> {});
    assertThat(Optional.ofNullable(model.chosen().get()).map(row -> row.request().id())).contains("chg_000001");
    desk.tell("change.decided", Map.of("id", "chg_000010"));
    assertThat(Optional.ofNullable(model.chosen().get()).map(row -> row.request().id())).contains("chg_000001");
  }

  @Test
  void oneThatWaitsStillIsShownWhereItWaits() {
    desk.controlPlane().answer(FIRST, List.of());
    desk.controlPlane().answer("GET /v1/changes/chg_000001", Changes.amber("chg_000001"));
    List<String> told = new ArrayList<>();
    model.start();
    model.show("chg_000001", () -> told.add("waits"));
    assertThat(told).containsExactly("waits");
    assertThat(model.chosen().get()).isNull();
  }

  private static ChangeView inState(ChangeView change, String state) {
    return new ChangeView(change.id(), change.kind(), change.agentGroupId(), change.agentGroupName(),
        change.requestedBy(), change.reason(), change.sessionId(), change.createdAt(), change.expiresAt(), state,
        change.decision(), change.error(), change.before(), change.after(), change.card(), change.cardHash(),
        change.limits(), change.approvals(), change.stepUp(), change.similar());
  }
}
