package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import java.util.List;
import java.util.Optional;

/// Sends words besides the reply. The host enforces the right to, and where to.
public final class SendMessageTool implements Tool {
  private final BoxClient host;

  public SendMessageTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.SEND_MESSAGE;
  }

  @Override
  public String description() {
    return "Sends a message at once, in addition to your reply. Without \"to\" it goes to the conversation you are in.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"text":{"type":"string","maxLength":131072},\
        "to":{"type":"string","description":"channelType/platformId, for example telegram/-100123"}},\
        "required":["text"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String text = call.input().text("text");
    if (text.isBlank() || text.length() > BoxApi.MAX_CONTENT_CHARS) {
      return ToolResult.failed("send_message: \"text\" must have 1 to " + BoxApi.MAX_CONTENT_CHARS + " chars");
    }
    MessageOut row = row(call, text, call.input().optionalText("to"));
    host.commit(new BoxCommit(List.of(row), List.of(), List.of()));
    return ToolResult.done("sent to " + row.channelType() + "/" + row.platformId());
  }

  private static MessageOut row(ToolCall call, String text, Optional<String> to) {
    MessageIn origin = call.origin();
    if (to.isEmpty()) {
      return new MessageOut(call.rowId(), Optional.of(origin.id()), MessageKind.CHAT, origin.channelType(),
          origin.platformId(), origin.threadId(), text, Optional.empty());
    }
    int slash = to.get().indexOf('/');
    if (slash < 1 || slash == to.get().length() - 1) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "\"to\" must be channelType/platformId");
    }
    return new MessageOut(call.rowId(), Optional.of(origin.id()), MessageKind.CHAT, to.get().substring(0, slash),
        to.get().substring(slash + 1), Optional.empty(), text, Optional.empty());
  }
}
