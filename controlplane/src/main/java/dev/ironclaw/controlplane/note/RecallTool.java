package dev.ironclaw.controlplane.note;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/// Finds notes of the agent that asks, and of no other.
public final class RecallTool implements HostTool {
  private static final int USUAL = 5;
  private static final int MOST = 20;
  private static final int MAX_QUERY = 500;
  private static final int MAX_ANSWER = 48 * 1024;

  private final Notes notes;

  public RecallTool(Notes notes) {
    this.notes = notes;
  }

  @Override
  public String name() {
    return ToolName.RECALL;
  }

  @Override
  public CompletionStage<HostToolAnswer> call(HostToolCall call) {
    JsonNode query = call.input().path("query");
    JsonNode limit = call.input().path("limit");
    if (!(query.isString() || query.isMissingNode()) || query.asString("").length() > MAX_QUERY
        || !(limit.isMissingNode() || limit.isInt()) || limit.asInt(USUAL) < 1) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "recall: \"query\" must be a text of at most " + MAX_QUERY + " chars, \"limit\" a number from 1");
    }
    List<Note> found = notes.search(call.agentGroup(), query.asString(""), Math.min(limit.asInt(USUAL), MOST));
    return CompletableFuture.completedStage(HostToolAnswer.done(found.isEmpty() ? "no note fits" : shown(found)));
  }

  private static String shown(List<Note> found) {
    StringBuilder answer = new StringBuilder();
    int shown = 0;
    for (Note note : found) {
      String words = "## " + note.form().title() + "\n(" + note.changedAt()
          + (note.form().tags().isEmpty() ? "" : "; " + String.join(", ", note.form().tags())) + ")\n"
          + note.form().text() + "\n\n";
      if (answer.length() + words.length() > MAX_ANSWER) {
        return answer.append("… and ").append(found.size() - shown).append(" more: ask more exactly").toString();
      }
      answer.append(words);
      shown++;
    }
    return answer.toString().strip();
  }
}
