package dev.ironclaw.desktop.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.contract.api.TerminateResult;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsViewModelTest {
  private static final String NEWEST = "GET /v1/ui/sessions/" + Agents.SESSION + "/timeline?limit=200";

  private final Desk desk = new Desk();
  private final Navigation navigation = new Navigation();
  private final SessionsViewModel model = new SessionsViewModel(desk.backend(), navigation, Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void start() {
    SessionSamples.answers(desk);
    model.start();
  }

  private SessionRow chosen() {
    return Objects.requireNonNull(model.chosen().get());
  }

  private static List<EventView> many(String prefix, int from, int to) {
    List<EventView> events = new ArrayList<>();
    for (int n = from; n < to; n++) {
      events.add(new EventView(prefix + n, "2026-11-21T09:00:00Z", "model", "model calls", "system", "call " + n, false,
          Optional.empty()));
    }
    return events;
  }

  private void timeline(String before, List<EventView> events, Optional<String> next) {
    desk.controlPlane().answer(SessionSamples.TIMELINE + (before.isEmpty() ? "" : "&before=" + before),
        new TimelineView(Agents.SESSION, events, next));
  }

  @Test
  void showsWhereEachSessionIsAndHowItsBoxStands() {
    start();
    assertThat(model.shown()).extracting(SessionRow::agent).containsExactly("Researcher", "Gardener", "Secretary");
    assertThat(chosen().since()).contains("2026-11-21T09:40:00Z");
    assertThat(model.place(chosen())).isEqualTo("Chat in this app");
    assertThat(model.timeline().shown()).isEqualTo(SessionSamples.events());
    model.search().set("GARD");
    assertThat(model.shown()).extracting(SessionRow::agent).containsExactly("Gardener");
    model.search().set("nobody");
    assertThat(model.shown()).isEmpty();
    assertThat(model.state().get()).as("found none is not: there is none").isEqualTo(new ListState.Filled());
  }

  @Test
  void showsWhatABoxUsesAndMeasuresAgainWhenItChanges() {
    start();
    UsageWords words = new UsageWords(Desk.TEXTS);
    assertThat(words.sentence(chosen().usage().orElseThrow(), Desk.NOW))
        .isEqualTo("96 MiB of memory, 12 s of processor time, runs for 20 min");
    assertThat(model.shown().get(1).usage()).as("it has no box").isEmpty();
    desk.controlPlane().answer("GET /v1/ui/sessions/usage",
        List.of(new SessionUsageView(Agents.SESSION, "box_7c41", 200L << 20, 600_000, "2026-11-21T09:40:00Z")));
    desk.tell("session.state", Map.of("sessionId", Agents.SESSION, "state", "running"));
    desk.delaysEnd();
    assertThat(words.memory(chosen().usage().orElseThrow())).isEqualTo("200 MiB");
    assertThat(words.processor(chosen().usage().orElseThrow())).isEqualTo("10 min");
  }

  @Test
  void worksWithAControlPlaneThatDoesNotMeasure() {
    SessionSamples.answers(desk);
    desk.controlPlane().refuse("GET /v1/ui/sessions/usage", 404, "NOT_FOUND", "there is no such route");
    model.start();
    assertThat(model.shown()).hasSize(3).allMatch(row -> row.usage().isEmpty());
  }

  @Test
  void aListThatCannotBeLoadedSaysWhyAndAnEmptyOneSaysSo() {
    desk.controlPlane().refuse("GET /v1/ui/sessions", 503, "NOT_READY", "the disk is full");
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("the disk is full"));
    SessionSamples.answers(desk);
    desk.controlPlane().answer("GET /v1/ui/sessions", List.of());
    model.load();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
    assertThat(model.chosen().get()).isNull();
  }

  @Test
  void anotherScreenOpensOneAndItOpensOthers() {
    start();
    navigation.go("sessions", "ses_00c1");
    assertThat(chosen().id()).isEqualTo("ses_00c1");
    assertThat(model.timeline().state().get()).isEqualTo(new ListState.Empty());
    model.openChat(chosen());
    assertThat(navigation.screen().get()).isEqualTo("chat");
  }

  @Test
  void endsABoxAndSaysHowThatEnded() {
    start();
    String call = "POST /v1/ui/sessions/" + Agents.SESSION + "/terminate";
    desk.controlPlane().refuse(call, 403, "DENIED", "this needs the scope approve");
    model.terminate(chosen());
    assertThat(model.note().get()).isEqualTo("this needs the scope approve");
    desk.controlPlane().answer(call, new TerminateResult("terminated", Agents.SESSION));
    model.terminate(chosen());
    assertThat(desk.controlPlane().asked("POST")).hasSize(2).allMatch(asked -> asked.call().equals(call));
    assertThat(model.note().get()).isEqualTo("The sandbox of Researcher was ended.");
  }

  @Test
  void aBurstOfStatesIsLoadedOnceAndTheMarkStays() {
    start();
    navigation.go("sessions", "ses_00c1");
    int before = desk.controlPlane().asked("GET").size();
    for (int n = 0; n < 5; n++) {
      desk.tell("session.state", Map.of("sessionId", Agents.SESSION, "state", "running"));
    }
    assertThat(desk.controlPlane().asked("GET")).hasSize(before);
    desk.delaysEnd();
    assertThat(desk.controlPlane().asked("GET")).hasSize(before + 4);
    assertThat(chosen().id()).isEqualTo("ses_00c1");
  }

  @Test
  void theTimelineLoadsOlderPagesByItselfUpToABoundAndThenWhenAsked() {
    SessionSamples.answers(desk);
    for (int page = 0; page < 6; page++) {
      timeline(page == 0 ? "" : "p" + page, many("e", page * 2_000, (page + 1) * 2_000),
          page == 5 ? Optional.empty() : Optional.of("p" + (page + 1)));
    }
    model.start();
    assertThat(model.timeline().events()).hasSize(Timeline.BY_ITSELF);
    assertThat(model.timeline().more().get()).isTrue();
    model.timeline().loadMore();
    assertThat(model.timeline().events()).hasSize(12_000).extracting(EventView::id).doesNotHaveDuplicates();
    assertThat(model.timeline().more().get()).isFalse();
  }

  @Test
  void theTimelineIsFilteredBySortAndText() {
    start();
    model.timeline().sorts().remove("message");
    assertThat(model.timeline().shown()).isNotEmpty().noneMatch(event -> event.sort().equals("message"));
    model.timeline().text().set("READ_FILE");
    assertThat(model.timeline().shown()).extracting(EventView::id).containsExactly("audit:40", "audit:38");
  }

  @Test
  void whatIsNewIsPutAboveOnceAndWhereTooMuchCameInEverythingIsLoadedAnew() {
    start();
    List<EventView> newest = new ArrayList<>(many("new", 0, 2));
    newest.addAll(SessionSamples.events());
    desk.controlPlane().answer(NEWEST, new TimelineView(Agents.SESSION, newest, Optional.empty()));
    desk.tell("chat.message", Map.of("sessionId", Agents.SESSION));
    desk.delaysEnd();
    desk.tell("chat.message", Map.of("sessionId", Agents.SESSION));
    desk.delaysEnd();
    assertThat(model.timeline().events()).isEqualTo(newest);
    desk.controlPlane().answer(NEWEST, new TimelineView(Agents.SESSION, many("flood", 0, 200), Optional.of("p")));
    timeline("", many("flood", 0, 500), Optional.empty());
    desk.tell("chat.message", Map.of("sessionId", Agents.SESSION));
    desk.delaysEnd();
    assertThat(model.timeline().events()).hasSize(500);
  }

  @Test
  void aLateAnswerAboutAnotherSessionAndAnyAfterTheStopSaysNothing() {
    start();
    desk.hold();
    model.timeline().load();
    model.chosen().set(model.shown().get(1));
    desk.deliver();
    assertThat(model.timeline().events()).isEmpty();
    model.stop();
    assertThat(desk.listeners()).isZero();
    desk.tell("resync", Map.of());
    assertThat(model.timeline().events()).isEmpty();
  }

  @Test
  void aTimelineThatCannotBeLoadedSaysWhy() {
    SessionSamples.answers(desk);
    desk.controlPlane().refuse(SessionSamples.TIMELINE, 500, "BROKEN", "the file is damaged");
    model.start();
    assertThat(model.timeline().state().get()).isEqualTo(new ListState.Failed("the file is damaged"));
  }
}
