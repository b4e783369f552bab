package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.box.ToolName;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnabledToolsKindTest {
  private static final Set<String> RED = Set.of(ToolName.WRITE_FILE, ToolName.EDIT_FILE, ToolName.MESSAGE_AGENT,
      ToolName.CREATE_AGENT, ToolName.SCHEDULE_TASK, ToolName.UPDATE_TASK,
      ToolName.RESUME_TASK, ToolName.HTTP_FETCH, ToolName.WEB_SEARCH, ToolName.JOB_CREATE);

  @Test
  void ratesEveryToolByTheRule() {
    assertThat(tools("[]").risk()).isEqualTo(Risk.GREEN);
    for (String tool : ToolName.ALL) {
      Risk expected = RED.contains(tool) ? Risk.RED : Risk.AMBER;
      assertThat(EnabledToolsKind.risk(Set.of(tool))).as(tool).isEqualTo(expected);
      assertThat(ToolSentences.gain(tool)).as(tool).doesNotContain("use the tool");
    }
    assertThat(ToolSentences.loss("write_file", Set.of("edit_file"))).contains("still read and change");
    assertThat(ToolSentences.loss("edit_file", Set.of("search_files"))).contains("still read");
    assertThat(EnabledToolsKind.risk(Set.of("read_file", "a_tool_of_tomorrow"))).isEqualTo(Risk.RED);
    assertThat(tools("[\"write_file\"]").risk()).as("taking some and giving one").isEqualTo(Risk.RED);
  }

  /// A box may make such a call again under an id that was paid for.
  @Test
  void limitsToANumberOfUsesOnlyWhatTheHostDoesOnceForEachId() {
    for (String tool : ToolName.ALL) {
      Set<Limit> limits = Asked.parse(ChangeKind.ENABLED_TOOLS, BasisFixture.json("{\"add\":[\"" + tool + "\"]}"),
          BasisFixture.of(BasisFixture.agent(1))).limits();
      if (Set.of(ToolName.HTTP_FETCH, ToolName.WEB_SEARCH).contains(tool)) {
        assertThat(limits).as(tool).containsExactlyInAnyOrder(Limit.UNTIL, Limit.SESSION);
      }
    }
  }

  private static CardParts tools(String after) {
    return Asked.parse(ChangeKind.ENABLED_TOOLS, BasisFixture.json(after), BasisFixture.of(BasisFixture.agent(1)))
        .card();
  }
}
