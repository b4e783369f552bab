package dev.ironclaw.controlplane.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class NotesTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final Principal.Operator ALICE = new Principal.Operator("alice");

  @TempDir(factory = InMemory.class)
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final List<String> told = new ArrayList<>();
  private StateFolder files;
  private Notes notes;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, clock);
    notes = new Notes(new StateLedger(files.state, files.audit), (agent, id) -> told.add(agent + " " + id), clock);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private String call(HostTool tool, AgentGroupId agent, String id, String input) {
    clock.advance(Duration.ofSeconds(1));
    return tool.call(new HostToolCall(SESSION, agent, new MessageId("in_1"), new MessageId(id),
        JsonMapper.shared().readTree(input.replace('\'', '"')))).toCompletableFuture().join().text();
  }

  private String remember(String id, String input) {
    return call(new RememberTool(notes), ANNA, id, input);
  }

  private String recall(AgentGroupId agent, String input) {
    return call(new RecallTool(notes), agent, "c", input);
  }

  @Test
  void areFoundByTheirWordsBestFirstAndByNoOtherAgent() {
    assertThat(remember("1", "{'text':'Aunt Milla likes tulips','title':'Milla','tags':['family']}"))
        .isEqualTo("remembered as “Milla”");
    remember("2", "{'text':'The gardener comes on Tuesday. He brings tulips, tulips and tulips.'}");
    remember("3", "{'text':'Nothing about flowers'}");
    assertThat(recall(ANNA, "{'query':'tulips'}")).startsWith("## The gardener").contains("## Milla", "family")
        .doesNotContain("Nothing");
    assertThat(recall(ANNA, "{'query':'TULIP aunt'}")).startsWith("## Milla");
    assertThat(recall(ANNA, "{}")).startsWith("## Nothing about flowers");
    assertThat(recall(ANNA, "{'limit':1}")).doesNotContain("gardener");
    assertThat(recall(BERT, "{'query':'tulips'}")).isEqualTo("no note fits");
    assertThat(recall(BERT, "{}")).isEqualTo("no note fits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\" OR text:x", "* NEAR( title:", "'; DROP TABLE notes;--", "((((", "-", "^a", "AND"})
  void takeAnyQueryAsWords(String query) {
    remember("1", "{'text':'x'}");
    assertThat(notes.search(ANNA, query, 5)).hasSizeLessThan(2);
  }

  @Test
  void areWrittenOnceHoweverOftenABoxCalls() {
    remember("1", "{'text':'once'}");
    remember("1", "{'text':'once'}");
    assertThat(notes.search(ANNA, "", 9)).hasSize(1);
  }

  @Test
  void arePeoplesToChangeAndToErase() {
    remember("1", "{'text':'The code is 4711'}");
    String id = notes.search(ANNA, "code", 1).getFirst().id();
    notes.change(ANNA, id, NoteForm.of("", List.of(), "There is no key"), Optional.empty(), ALICE);
    assertThat(notes.search(ANNA, "4711", 9)).isEmpty();
    assertThat(notes.search(ANNA, "key", 9)).extracting(Note::changedBy).containsExactly("operator:alice");
    assertThatThrownBy(() -> notes.change(BERT, id, NoteForm.of("", List.of(), "x"), Optional.empty(), ALICE))
        .hasMessageContaining("no note");
    assertThat(notes.remove(BERT, id, ALICE)).isFalse();
    assertThat(notes.remove(ANNA, id, ALICE)).isTrue();
    assertThat(notes.remove(ANNA, id, ALICE)).isFalse();
    assertThat(notes.search(ANNA, "key", 9)).isEmpty();
    assertThat(told).as("added, changed, removed").containsExactly("anna " + id, "anna " + id, "anna " + id);
    assertThat(files.audit.newest(9)).extracting(entry -> entry.event().kind()).containsExactly("added", "changed",
        "removed");
    assertThat(files.audit.newest(9)).allSatisfy(
        entry -> assertThat(entry.event().detail()).doesNotContain("4711").doesNotContain("key"));
  }

  @Test
  void areNotWrittenOverWhereTheyAreOthersMeanwhile() {
    remember("1", "{'text':'The code is 4711'}");
    Note read = notes.search(ANNA, "code", 1).getFirst();
    clock.advance(Duration.ofMillis(1));
    Note other = notes.change(ANNA, read.id(), NoteForm.of("", List.of(), "The code is 4712"),
        Optional.of(read.changedAt()), ALICE);

    assertThatThrownBy(() -> notes.change(ANNA, read.id(), NoteForm.of("", List.of(), "The code is 4713"),
        Optional.of(read.changedAt()), ALICE)).isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("changed meanwhile by operator:alice");
    assertThat(notes.find(ANNA, read.id())).isEqualTo(other);
  }

  @Test
  void areNoMoreThanAThousandForEachAgent() {
    files.state.write(connection -> {
      try (var insert = connection.prepareStatement("""
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
          INSERT INTO notes (id, agent_group, title, tags, text, changed_by, changed_at)
            SELECT 'note_' || i, 'anna', 't', '', 'w', 'x', i FROM n""")) {
        return insert.executeUpdate();
      }
    });
    assertThatThrownBy(() -> remember("1", "{'text':'one too many'}")).hasMessageContaining("1000 notes");
    assertThat(call(new RememberTool(notes), BERT, "1", "{'text':'mine'}")).contains("remembered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'text':' '}", "{'text':7}", "{'text':'x','tags':'y'}", "{'text':'x','tags':['']}",
      "{'text':'x','tags':[1]}", "{'text':'x','title':{}}",
      "{'text':'x','tags':['1','2','3','4','5','6','7','8','9']}"})
  void refuseWhatIsNone(String input) {
    assertThatThrownBy(() -> remember("1", input)).isInstanceOf(IronclawException.class);
  }

  @Test
  void holdEightKibibytesAndHideNothing() {
    assertThat(remember("1", "{'text':'" + "ä".repeat(4_096) + "'}")).contains("remembered");
    assertThatThrownBy(() -> remember("2", "{'text':'" + "ä".repeat(4_097) + "'}")).hasMessageContaining("8192");
    remember("3", "{'text':'a\\u202eb','title':'x\\ny'}");
    assertThat(recall(ANNA, "{'limit':1}")).startsWith("## x⟨U+000A⟩y\n").contains("a⟨U+202E⟩b");
  }

  @Test
  void leaveNothingBehindWhenTheirAgentIsErased() {
    remember("1", "{'text':'secret words'}");
    call(new RememberTool(notes), BERT, "2", "{'text':'other words'}");
    files.state.write(connection -> {
      files.registry.erased(connection, ANNA);
      return true;
    });
    assertThat(notes.search(ANNA, "", 9)).isEmpty();
    assertThat(notes.search(BERT, "words", 9)).hasSize(1);
    assertThat(files.state.<Integer>read(connection -> {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM notes_words")) {
        rows.next();
        return rows.getInt(1);
      }
    })).isEqualTo(1);
  }
}
