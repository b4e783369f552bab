package dev.ironclaw.desktop.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.NoteRemoved;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotesViewModelTest {
  private static final String ALL = "GET /v1/agents/researcher/notes";
  private static final String MILLA = ALL + "/note_1";
  private static final String PUT = "PUT /v1/agents/researcher/notes/note_1";
  private static final NoteView THEIRS = NoteFixtures.note("note_1", "Aunt Milla", List.of(), "She likes roses.",
      "2026-11-21T09:59:00Z");

  private final Desk desk = new Desk();
  private final Map<String, NoteDraft> drafts = new HashMap<>();
  private NotesViewModel model = model();

  private NotesViewModel model() {
    return new NotesViewModel(desk.backend(), Desk.TEXTS, "researcher", drafts);
  }

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void start() {
    desk.controlPlane().answer(ALL, List.of(NoteFixtures.MILLA, NoteFixtures.SOURCES));
    model.start();
  }

  private List<String> puts() {
    return desk.controlPlane().asked("PUT").stream().map(asked -> asked.body()).toList();
  }

  @Test
  void showsTheFirstAndSearchesWhenTheTypingRests() {
    start();
    assertThat(model.chosen().get()).isEqualTo(NoteFixtures.MILLA);
    desk.controlPlane().answer(ALL + "?query=wrong%20page", List.of(NoteFixtures.SOURCES));
    model.query().set("wro");
    model.query().set("wrong page ");
    assertThat(model.notes()).hasSize(2);
    desk.delaysEnd();
    assertThat(model.notes()).containsExactly(NoteFixtures.SOURCES);
    assertThat(model.chosen().get()).isEqualTo(NoteFixtures.SOURCES);
    assertThat(desk.controlPlane().asked("GET")).hasSize(2);
  }

  @Test
  void saysWhereThereIsNoneAndWhereTheyCanNotBeLoaded() {
    desk.controlPlane().answer(ALL, List.of());
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
    desk.controlPlane().refuse(ALL, 500, "INTERNAL", "the disk is full");
    model.load();
    assertThat(model.state().get()).isInstanceOfSatisfying(ListState.Failed.class,
        failed -> assertThat(failed.why()).contains("the disk is full"));
  }

  @Test
  void savesOtherWordsOverExactlyWhatWasRead() {
    start();
    desk.controlPlane().answer(PUT, THEIRS);
    model.edit(NoteFixtures.MILLA);
    assertThat(model.isReady()).as("nothing to save").isFalse();
    model.type("Aunt Milla", "family , gifts,,family", "She likes roses.");
    assertThat(model.isReady()).isTrue();
    model.save();
    assertThat(puts()).containsExactly("{\"title\":\"Aunt Milla\",\"tags\":[\"family\",\"gifts\"],"
        + "\"text\":\"She likes roses.\",\"unchangedSince\":\"2026-11-21T08:00:00Z\"}");
    assertThat(model.draft().get()).isEmpty();
    assertThat(model.note().get()).contains("saved");
    assertThat(drafts).isEmpty();
  }

  @Test
  void tellsThatItWasChangedMeanwhileAndSavesOverItOnlyWhereThatIsWanted() {
    start();
    model.edit(NoteFixtures.MILLA);
    model.type("Aunt Milla", "", "She likes lilies.");
    desk.controlPlane().refuse(PUT, 409, "CONFLICT", "note note_1 was changed meanwhile");
    desk.controlPlane().answer(MILLA, THEIRS);
    model.save();
    assertThat(model.conflict().get()).contains(THEIRS);
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo("She likes lilies.");
    assertThat(model.note().get()).contains("Nothing was saved");

    desk.controlPlane().answer(PUT, THEIRS);
    model.saveOver();
    assertThat(puts().getLast()).contains("She likes lilies.", "\"unchangedSince\":\"2026-11-21T09:59:00Z\"");
    assertThat(model.conflict().get()).isEmpty();
  }

  @Test
  void whatWasTypedOutlivesThePageAndANoteThatIsGone() {
    start();
    model.edit(NoteFixtures.MILLA);
    model.type("Aunt Milla", "", "She likes lilies.");
    model.stop();
    model = model();
    start();
    assertThat(model.draft().get().orElseThrow().text()).isEqualTo("She likes lilies.");
    desk.controlPlane().refuse(PUT, 404, "NOT_FOUND", "there is no note note_1");
    model.save();
    assertThat(model.note().get()).contains("erased meanwhile");
    assertThat(model.draft().get()).isPresent();
    model.discard();
    assertThat(drafts).isEmpty();
    assertThat(model.draft().get()).isEmpty();
  }

  @Test
  void refusesWhatNoNoteCanHold() {
    start();
    model.edit(NoteFixtures.MILLA);
    model.type("t".repeat(121), "a,b,c,d,e,f,g,h,i", " ");
    assertThat(model.draft().get().orElseThrow().objections(Desk.TEXTS)).containsOnlyKeys("title", "tags", "text");
    model.save();
    model.type("t", "", "ä".repeat(4_097));
    assertThat(model.draft().get().orElseThrow().objections(Desk.TEXTS)).containsEntry("text", "Too long by 2 bytes.");
    model.save();
    assertThat(puts()).isEmpty();
  }

  @Test
  void erasesAndLooksAnewWhenTheAgentWrote() {
    start();
    desk.controlPlane().answer("DELETE /v1/agents/researcher/notes/note_1", new NoteRemoved("removed", "note_1"));
    desk.controlPlane().answer(ALL, List.of(NoteFixtures.SOURCES));
    model.erase(NoteFixtures.MILLA);
    assertThat(model.notes()).containsExactly(NoteFixtures.SOURCES);
    assertThat(model.chosen().get()).isEqualTo(NoteFixtures.SOURCES);

    desk.controlPlane().answer(ALL, List.of(THEIRS, NoteFixtures.SOURCES));
    desk.tell("note.changed", Map.of("agentGroupId", "other", "id", "note_9"));
    desk.delaysEnd();
    assertThat(model.notes()).hasSize(1);
    for (int i = 0; i < 30; i++) {
      desk.tell("note.changed", Map.of("agentGroupId", "researcher", "id", "note_1"));
    }
    int before = desk.controlPlane().asked("GET").size();
    desk.delaysEnd();
    assertThat(model.notes()).hasSize(2);
    assertThat(desk.controlPlane().asked("GET")).hasSize(before + 1);
    model.stop();
    assertThat(desk.listeners()).isZero();
  }
}
