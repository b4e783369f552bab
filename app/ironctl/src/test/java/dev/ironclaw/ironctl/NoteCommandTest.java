package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoteCommandTest {
  private static final String NOTE = "{\"id\":\"note_1\",\"agentGroupId\":\"anna\",\"title\":\"Milla\","
      + "\"tags\":[\"family\"],\"text\":\"likes tulips\",\"changedBy\":\"sandbox:ses_1\",\"changedAt\":\"t\"}";
  private final FakeApi api = new FakeApi().answer("GET /v1/agents/anna/notes", 200, "[" + NOTE + "]")
      .answer("GET /v1/agents/anna/notes/note_1", 200, NOTE).answer("PUT /v1/agents/anna/notes/note_1", 200, NOTE)
      .answer("DELETE /v1/agents/anna/notes/note_1", 200, "{\"status\":\"removed\",\"id\":\"note_1\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran note(String... words) {
    return Ran.script(api.line("note", words));
  }

  @Test
  void listsAndShows() {
    assertThat(note("list", "anna").out()).contains("note_1", "Milla", "family", "sandbox:ses_1");
    assertThat(note("list", "anna", "--query", "two words").exit()).isZero();
    assertThat(api.asked("GET /v1/agents/anna/notes").getLast().query()).isIn("query=two words", "query=two%20words");
    assertThat(note("show", "anna", "note_1").out()).contains("likes tulips");
    api.answer("GET /v1/agents/anna/notes", 200, "[]");
    assertThat(note("list", "anna").out()).contains("anna remembers nothing");
  }

  @Test
  void keepsTitleAndTagsWhereOnlyTheTextIsGiven() {
    assertThat(note("edit", "anna", "note_1", "--text", "likes roses").exit()).isZero();
    assertThat(api.asked("PUT /v1/agents/anna/notes/note_1").getFirst().body())
        .contains("\"title\":\"Milla\"", "\"tags\":[\"family\"]", "likes roses");
  }

  @Test
  void removes() {
    assertThat(note("remove", "anna", "note_1").out()).contains("note_1 removed");
  }
}
