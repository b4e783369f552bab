package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.boxclient.ToolAnswer;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.time.Duration;

/// One request of the model for a tool.
///
/// @param origin the row whose turn this is
/// @param rowId for the one row that the tool may append, and of the one call of the host that it may make: the same
///        when the call is replayed, so that it happens once
/// @param cancellation of the turn
public record ToolCall(Obj input, MessageIn origin, MessageId rowId, Cancellation cancellation) {
  /// A little longer than the host's own limit, so that its words about it arrive.
  private static final Duration LIMIT = Duration.ofSeconds(BoxApi.TOOL_CALL_SECONDS + 5L);

  /// Has the host do it.
  ToolResult byHost(BoxClient host, String tool) {
    ToolAnswer answer = host.tool(tool, origin.id(), rowId, new JsonWriter().value(input).text(), LIMIT, cancellation);
    return new ToolResult(answer.text(), answer.isError());
  }
}
