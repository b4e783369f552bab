package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import java.util.List;
import java.util.Optional;

/// Writes to another agent. The host enforces to whom, how often, and how far a chain of agents may go.
public final class MessageAgentTool implements Tool {
  private static final int MAX_TEXT = 32 * 1024;

  private final BoxClient host;

  public MessageAgentTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.MESSAGE_AGENT;
  }

  @Override
  public String description() {
    return "Sends a message to another agent, by the id that list_destinations shows behind agent/. You are not answered at "
        + "once: finish your turn; its answer comes as a message of its own, or a notice says why it was not delivered.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"agent":{"type":"string"},"text":{"type":"string","maxLength":32768}},\
        "required":["agent","text"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String text = call.input().text("text");
    String agent = call.input().text("agent");
    if (text.isBlank() || text.length() > MAX_TEXT || agent.isBlank()) {
      return ToolResult
          .failed("message_agent: \"agent\" must be an id, \"text\" must have 1 to " + MAX_TEXT + " chars");
    }
    host.commit(new BoxCommit(List.of(new MessageOut(call.rowId(), Optional.of(call.origin().id()), MessageKind.CHAT,
        BoxApi.AGENT_CHANNEL, agent, Optional.empty(), text, Optional.empty())), List.of(), List.of()));
    return ToolResult.done("Handed to the host for the agent " + agent + ". Its answer comes as a message of its own.");
  }
}
